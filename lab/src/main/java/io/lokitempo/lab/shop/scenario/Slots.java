package io.lokitempo.lab.shop.scenario;

import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** One scenario a slot of equal length; the slot that time falls into is drawn once. Safe for several threads. */
final class Slots implements Schedule {
    private final long originNanos;
    private final long slotNanos;
    private final Draw draw;
    private volatile Drawn latest = new Drawn(-1, Optional.empty());

    interface Draw {
        Scenario scenario(long number, Instant start);
    }

    private record Drawn(long number, Optional<Scenario> scenario) {}

    Slots(long originNanos, Duration slot, Draw draw) {
        this.originNanos = originNanos;
        this.slotNanos = slot.toNanos();
        this.draw = draw;
    }

    @Override
    public Optional<Scenario> at(long nanos) {
        if (nanos < originNanos) {
            return Optional.empty();
        }
        Optional<Scenario> scenario = drawn((nanos - originNanos) / slotNanos);
        return scenario.isPresent() && scenario.get().isActiveAt(nanos) ? scenario : Optional.empty();
    }

    @Override
    public List<Scenario> during(TimeWindow window) {
        long first = Math.max(0, Math.floorDiv(window.startNanos() - originNanos, slotNanos));
        long last = Math.floorDiv(window.endNanos() - originNanos, slotNanos);
        return LongStream.rangeClosed(first, last)
                .mapToObj(number -> drawn(number).orElseThrow())
                .filter(scenario -> scenario.window().overlaps(window))
                .toList();
    }

    private Optional<Scenario> drawn(long number) {
        Drawn known = latest;
        if (known.number != number) {
            Instant start = Nanos.toInstant(originNanos + number * slotNanos);
            known = new Drawn(number, Optional.of(draw.scenario(number, start)));
            latest = known;
        }
        return known.scenario;
    }
}
