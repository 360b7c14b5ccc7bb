package io.lokitempo.lab.shop.scenario;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
                for (Scenario one : all) { // asked for every request, every call and every line
                    if (one.isActiveAt(nanos)) {
                        return Optional.of(one);
                    }
                }
                return Optional.empty();
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
        return new Slots(Nanos.of(origin.plus(first)), every, (number, start) -> {
            ScenarioKind kind = Deck.DEMONSTRATION.get((int) (number % Deck.DEMONSTRATION.size()));
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

    private static String id(long number) {
        return "sc-" + (number + 1);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
