package io.lokitempo.lab.shop.scenario;

import io.lokitempo.telemetry.TimeWindow;
import java.time.Instant;

/**
 * One thing that happens to the shop.
 *
 * @param id {@code sc-} and its number in the schedule
 * @param service where the cause is
 * @param operation of that service, or empty for all of it
 * @param magnitude as its kind defines
 * @param variant which of the service's faults, where it has several
 */
public record Scenario(
        String id,
        ScenarioKind kind,
        String service,
        String operation,
        TimeWindow window,
        double magnitude,
        int variant) {
    public static final int TAIL_PERCENT = 6;
    public static final int STORM_ATTEMPTS = 5;

    public Instant onset() {
        return window.start();
    }

    public Instant end() {
        return window.end();
    }

    public boolean isActiveAt(long nanos) {
        return nanos >= window.startNanos() && nanos < window.endNanos();
    }

    public boolean hits(String otherService) {
        return service.equals(otherService);
    }

    public boolean hits(String otherService, String otherOperation) {
        return hits(otherService) && (operation.isEmpty() || operation.equals(otherOperation));
    }
}
