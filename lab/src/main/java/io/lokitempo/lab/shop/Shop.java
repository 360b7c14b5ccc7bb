package io.lokitempo.lab.shop;

import io.lokitempo.lab.shop.plan.ShopPlan;
import io.lokitempo.lab.shop.scenario.GroundTruth;
import io.lokitempo.lab.shop.scenario.Scenario;
import io.lokitempo.lab.shop.sim.Signal;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A shop whose telemetry is a pure function of seed, config and time: the lines and spans of a stretch of time are the
 * same whenever, wherever and in however many pieces they are asked for.
 */
public record Shop(long seed, ShopConfig config) {
    /** Everything that carries a time in the window, sorted by it: lines by their timestamp, spans by their end. */
    public Telemetry during(TimeWindow window) {
        return feed(window.start()).advanceTo(window.end());
    }

    public Feed feed(Instant from) {
        return feed(from, EnumSet.allOf(Signal.class));
    }

    /** Telemetry from then on, piece by piece, at the price of running {@code HORIZON} before it once. */
    public Feed feed(Instant from, Set<Signal> wanted) {
        return new Feed(this, from, wanted);
    }

    /** What happens in the window, with what should be said about it. */
    public List<GroundTruth> truth(TimeWindow window) {
        return config.schedule().during(window).stream().map(this::truth).toList();
    }

    private GroundTruth truth(Scenario scenario) {
        return GroundTruth.of("begin", scenario, ShopPlan.shop());
    }
}
