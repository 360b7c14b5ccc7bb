package io.lokitempo.lab.shop.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The whole shop: its services by name and what customers ask of it. Every call in it leads to an operation that exists.
 *
 * @param entries what customers ask for
 */
public record ShopPlan(Map<String, Service> services, List<Entry> entries) {
    private static final ShopPlan SHOP = of(
            List.of(
                    new Entry("gateway", "GET /", "web", 0.15),
                    new Entry("gateway", "GET /products/{sku}", "web", 0.26),
                    new Entry("gateway", "GET /search", "web", 0.14),
                    new Entry("gateway", "POST /cart/items", "web", 0.07),
                    new Entry("gateway", "POST /checkout", "web", 0.06),
                    new Entry("gateway", "POST /login", "web", 0.03),
                    new Entry("gateway", "GET /api/m/home", "mobile-bff", 0.1),
                    new Entry("gateway", "GET /api/m/products/{sku}", "mobile-bff", 0.14),
                    new Entry("gateway", "POST /api/m/orders", "mobile-bff", 0.05)),
            Stream.of(
                            Storefront.services(),
                            Ordering.services(),
                            Goods.services(),
                            Fulfilment.services(),
                            Fulfilment.dependencies())
                    .flatMap(List::stream)
                    .toList());

    public ShopPlan {
        entries = List.copyOf(entries);
        for (Service service : services.values()) {
            for (Operation operation : service.operations().values()) {
                calls(operation).forEach(call -> find(services, call.service()).operation(call.operation()));
                publications(operation)
                        .forEach(topic -> topic.consumers()
                                .forEach(consumer -> find(services, consumer).operation(topic.operation())));
            }
        }
        entries.forEach(entry -> find(services, entry.service()).operation(entry.operation()));
    }

    public static ShopPlan shop() {
        return SHOP;
    }

    static ShopPlan of(List<Entry> entries, List<Service> services) {
        Map<String, Service> byName = new LinkedHashMap<>();
        services.forEach(service -> byName.put(service.name(), service));
        return new ShopPlan(byName, entries);
    }

    public Service service(String name) {
        return find(services, name);
    }

    private static Service find(Map<String, Service> services, String name) {
        Service found = services.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no service \"" + name + "\" in the shop");
        }
        return found;
    }

    /** The services that wait for {@code name}, directly or through others, nearest first. */
    public Set<String> callersOf(String name) {
        return spread(name, reached -> directCallersOf(reached).stream().map(Service::name));
    }

    /** The services that {@code name} asks or sends messages to, directly or through others, nearest first. */
    public Set<String> reachedFrom(String name) {
        return spread(
                name,
                reached -> service(reached).operations().values().stream()
                        .flatMap(operation -> Stream.concat(
                                calls(operation).map(Step.Call::service),
                                publications(operation).flatMap(topic -> topic.consumers().stream()))));
    }

    /** Who asks the service directly. */
    public List<Service> directCallersOf(String name) {
        return services.values().stream()
                .filter(service -> service.operations().values().stream()
                        .flatMap(ShopPlan::calls)
                        .anyMatch(call -> call.service().equals(name)))
                .toList();
    }

    private static Set<String> spread(String from, Function<String, Stream<String>> neighbours) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> ahead = new ArrayDeque<>(List.of(from));
        while (!ahead.isEmpty()) {
            neighbours.apply(ahead.poll()).filter(reached::add).forEach(ahead::add);
        }
        return reached;
    }

    private static Stream<Step.Call> calls(Operation operation) {
        return operation.steps().stream().flatMap(step -> switch (step) {
            case Step.Call call -> Stream.of(call);
            case Step.Together(List<Step.Call> calls) -> calls.stream();
            case Step.Log _, Step.Publish _, Step.Work _ -> Stream.<Step.Call>empty();
        });
    }

    private static Stream<Step.Publish> publications(Operation operation) {
        return operation.steps().stream().filter(Step.Publish.class::isInstance).map(Step.Publish.class::cast);
    }
}
