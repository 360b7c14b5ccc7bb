package io.lokitempo.lab.shop.plan;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A service of the shop, or a dependency outside of it.
 *
 * @param wording null for what has no telemetry of its own
 */
public record Service(
        String name, Traits traits, @Nullable Wording wording, Map<String, Operation> operations, List<Job> jobs) {
    public Service {
        operations = Map.copyOf(operations);
        jobs = List.copyOf(jobs);
    }

    static Service of(String name, Traits traits, @Nullable Wording wording, List<Operation> operations, Job... jobs) {
        Map<String, Operation> byName =
                operations.stream().collect(Collectors.toMap(Operation::name, Function.identity()));
        return new Service(name, traits, wording, byName, List.of(jobs));
    }

    /** A dependency that nobody here runs: only its callers' spans tell of it. */
    static Service external(String name, Traits.Protocol protocol, Operation... operations) {
        return of(name, Traits.external(protocol), null, List.of(operations));
    }

    public Operation operation(String operation) {
        Operation found = operations.get(operation);
        if (found == null) {
            throw new IllegalArgumentException(name + " has no operation \"" + operation + "\"");
        }
        return found;
    }

    public boolean logs() {
        return traits.style() != Style.NONE;
    }
}
