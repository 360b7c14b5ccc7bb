package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.lab.shop.plan.Service;
import io.lokitempo.lab.shop.scenario.Scenario;
import io.lokitempo.lab.shop.scenario.ScenarioKind;
import java.util.HashMap;
import java.util.Map;

/** Which pods there are at a time, on which version. */
final class Pods {
    private final Releases releases;
    private final Conditions conditions;
    private final Map<Key, Pod> known = new HashMap<>();

    private record Key(String service, int index, String version, boolean isSuspect) {}

    Pods(Releases releases, Conditions conditions) {
        this.releases = releases;
        this.conditions = conditions;
    }

    /** The pod that a request at that time reaches. */
    Pod pick(Service service, long nanos, Dice dice) {
        return at(service, (int) dice.below(service.traits().pods()), nanos);
    }

    Pod at(Service service, int index, long nanos) {
        String version = releases.at(service, index, nanos).version();
        boolean suspect = isSuspect(service, index, nanos);
        return known.computeIfAbsent(
                new Key(service.name(), index, suspect ? next(version) : version, suspect),
                key -> Pod.of(key.service, key.index, key.version, key.isSuspect));
    }

    /** Whether the pod restarts in {@code [from, to)}, for whatever reason. */
    boolean restarts(Service service, int index, long from, long to) {
        long deployed = releases.at(service, index, to - 1).since();
        if (deployed >= from) {
            return true;
        }
        boolean rolling = conditions
                .scenario(ScenarioKind.ROLLING_RESTART, from)
                .filter(restart -> restart.hits(service.name()))
                .map(restart -> turn(restart, index))
                .filter(turn -> turn >= from && turn < to)
                .isPresent();
        return rolling || isSuspect(service, index, from - 1) != isSuspect(service, index, to - 1);
    }

    private boolean isSuspect(Service service, int index, long nanos) {
        return index < (service.traits().pods() + 1) / 2
                && conditions
                        .scenario(ScenarioKind.BAD_DEPLOYMENT, nanos)
                        .filter(bad -> bad.hits(service.name()) && nanos >= turn(bad, index))
                        .isPresent();
    }

    private static long turn(Scenario scenario, int index) {
        return scenario.window().startNanos() + index * Releases.ROLL_NANOS;
    }

    /** A version no ordinary deployment ever has. */
    private static String next(String version) {
        String[] parts = version.split("\\.", -1);
        return parts[0] + "." + (Integer.parseInt(parts[1]) + 1) + ".0";
    }
}
