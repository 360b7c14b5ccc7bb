package io.lokitempo.lab.shop.scenario;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** When what happens. A pure function of time; at most one scenario is active at once. */
public interface Schedule {
    Optional<Scenario> at(long nanos);

    /** Those whose window overlaps {@code window}, in their order. */
    List<Scenario> during(TimeWindow window);

    /** Nothing but ordinary life. */
    static Schedule quiet() {
        return of();
    }

    /** Just these, which must not overlap. */
    static Schedule of(Scenario... scenarios) {
        List<Scenario> all = List.of(scenarios);
        return new Schedule() {
            @Override
            public Optional<Scenario> at(long nanos) {
                return all.stream().filter(one -> one.isActiveAt(nanos)).findFirst();
            }

            @Override
            public List<Scenario> during(TimeWindow window) {
                return all.stream().filter(one -> one.window().overlaps(window)).toList();
            }
        };
    }

    /** Every alarming kind in turn, each for 6 minutes (or half of {@code every}), for ever. */
    static Schedule demo(Instant origin, Duration first, Duration every) {
        Duration length = shorter(Duration.ofMinutes(6), every.dividedBy(2));
        List<ScenarioKind> kinds = Arrays.stream(ScenarioKind.values())
                .filter(kind -> !kind.isQuiet())
                .sorted((a, b) -> Integer.compare(DEMO_ORDER.indexOf(a), DEMO_ORDER.indexOf(b)))
                .toList();
        return new Slots(Nanos.of(origin.plus(first)), every, (number, start) -> {
            ScenarioKind kind = kinds.get((int) (number % kinds.size()));
            return Deck.demonstrated(id(number), kind, new TimeWindow(start, start.plus(length)));
        });
    }

    /** A scenario in each stretch of {@code every}: where, when within, how long and how hard is drawn from the seed. */
    static Schedule drawn(long seed, Instant origin, Duration every) {
        ScenarioKind[] kinds = ScenarioKind.values();
        return new Slots(Nanos.of(origin), every, (number, start) -> {
            Dice dice = Dice.of(seed, number);
            Instant onset = start.plusMillis((long) (every.toMillis() * dice.between(0.1, 0.4)));
            Duration length = shorter(Duration.ofSeconds(300 + dice.below(600)), every.dividedBy(2));
            ScenarioKind kind = kinds[(int) dice.below(kinds.length)];
            return Deck.drawn(id(number), kind, new TimeWindow(onset, onset.plus(length)), dice);
        });
    }

    /** What shows most of the product first. */
    List<ScenarioKind> DEMO_ORDER = List.of(
            ScenarioKind.BAD_DEPLOYMENT,
            ScenarioKind.SLOW_DEPENDENCY,
            ScenarioKind.NEW_ERROR_PATTERN,
            ScenarioKind.LATENCY_TAIL,
            ScenarioKind.RETRY_STORM,
            ScenarioKind.LOG_FLOOD,
            ScenarioKind.TRAFFIC_DROP,
            ScenarioKind.ERROR_RATE_RISE,
            ScenarioKind.SILENT_SERVICE);

    private static String id(long number) {
        return "sc-" + (number + 1);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

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
}
