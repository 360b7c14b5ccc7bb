package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.lab.shop.plan.Entry;
import io.lokitempo.lab.shop.plan.Fault;
import io.lokitempo.lab.shop.plan.Latency;
import io.lokitempo.lab.shop.plan.Operation;
import io.lokitempo.lab.shop.plan.Service;
import io.lokitempo.lab.shop.plan.Step;
import io.lokitempo.lab.shop.scenario.Scenario;
import io.lokitempo.lab.shop.scenario.ScenarioKind;
import io.lokitempo.lab.shop.scenario.Schedule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the scenario of the moment does to arrivals, to times, to failures, to retries. */
final class Conditions {
    private static final double STORM_SLOWNESS = 2.5;
    private static final double LONGEST_NANOS = 20e9;

    private final Schedule schedule;

    Conditions(Schedule schedule) {
        this.schedule = schedule;
    }

    Optional<Scenario> scenario(ScenarioKind kind, long nanos) {
        return schedule.at(nanos).filter(active -> active.kind() == kind);
    }

    /** Factor on the arrivals of an entry. */
    double traffic(Entry entry, long nanos) {
        Scenario active = schedule.at(nanos).orElse(null);
        if (active == null) {
            return 1;
        }
        return switch (active.kind()) {
            case TRAFFIC_DROP -> active.hits(entry.front()) ? active.magnitude() : 1;
            case TRAFFIC_RAMP -> {
                double length = active.window().endNanos() - active.window().startNanos();
                double through = (nanos - active.window().startNanos()) / length;
                yield 1 + (active.magnitude() - 1) * Math.sin(Math.PI * through);
            }
            default -> 1;
        };
    }

    /** The operation's own time, in nanoseconds, at most {@value #LONGEST_NANOS}. */
    double ownTime(Service service, Operation operation, long nanos, Dice dice) {
        double usual = operation.self().draw(dice);
        Scenario active = schedule.at(nanos).orElse(null);
        if (active == null || !active.hits(service.name(), operation.name())) {
            return usual;
        }
        double now = switch (active.kind()) {
            case SLOW_DEPENDENCY -> usual * active.magnitude();
            case RETRY_STORM -> usual * STORM_SLOWNESS;
            case LATENCY_TAIL ->
                dice.chance(Scenario.TAIL_PERCENT / 100.0)
                        ? usual + new Latency(active.magnitude(), 0.25).draw(dice)
                        : usual;
            default -> usual;
        };
        return Math.min(now, LONGEST_NANOS);
    }

    /** How a request fails, or null where it does not. */
    @Nullable
    Fault strike(Service service, Operation operation, Pod pod, long nanos, Dice dice) {
        Scenario active = schedule.at(nanos).orElse(null);
        if (active != null && active.hits(service.name(), operation.name()) && service.wording() != null) {
            Fault novel = service.wording().novel(active.variant());
            Fault struck = switch (active.kind()) {
                case NEW_ERROR_PATTERN -> novel;
                case BAD_DEPLOYMENT -> pod.isSuspect() ? novel : null;
                case ERROR_RATE_RISE, RETRY_STORM -> operation.usual();
                default -> null;
            };
            if (struck != null && dice.chance(active.magnitude())) {
                return struck;
            }
        }
        return dice.chance(operation.faultShare()) ? operation.usual() : null;
    }

    boolean isSilent(String service, long nanos) {
        Scenario active = schedule.at(nanos).orElse(null);
        return active != null && active.kind() == ScenarioKind.SILENT_SERVICE && active.hits(service);
    }

    int attempts(Step.Call call, long nanos) {
        return isStorm(call, nanos) ? Scenario.STORM_ATTEMPTS : call.attempts();
    }

    boolean isStorm(Step.Call call, long nanos) {
        Scenario active = schedule.at(nanos).orElse(null);
        return active != null
                && active.kind() == ScenarioKind.RETRY_STORM
                && active.hits(call.service(), call.operation());
    }
}
