package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.lab.shop.plan.Entry;
import io.lokitempo.lab.shop.plan.Operation;
import io.lokitempo.lab.shop.plan.Service;
import io.lokitempo.lab.shop.plan.ShopPlan;
import io.lokitempo.lab.shop.scenario.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;

/**
 * Runs the plan second by second. Every second is thrown on its own, from the seed, so that the seconds can be run in
 * any order and any cut; only caches are kept between them. For one thread.
 */
public final class Simulation {
    /** What arrives in a second has been recorded in full when this has passed. */
    public static final Duration HORIZON = Duration.ofMinutes(3);

    private static final long SECOND = 1_000_000_000L;
    private static final double DEFAULT_RATE = 4;

    private final long seed;
    private final double requestsPerSecond;
    private final Season season;
    private final Workshop shop;
    private final Background background;

    /** @param requestsPerSecond root requests, at the mean of the week */
    public Simulation(
            long seed,
            double requestsPerSecond,
            ZoneId zone,
            Schedule schedule,
            Set<Signal> wanted,
            Recorder recorder) {
        Conditions conditions = new Conditions(schedule);
        this.seed = seed;
        this.requestsPerSecond = requestsPerSecond;
        this.season = new Season(seed, zone);
        this.shop = new Workshop(
                ShopPlan.shop(),
                conditions,
                new Pods(new Releases(seed, zone), conditions),
                new Scribe(zone, conditions, recorder, wanted.contains(Signal.LINES)),
                recorder,
                wanted.contains(Signal.SPANS));
        this.background = new Background(shop, seed, zone, requestsPerSecond / DEFAULT_RATE);
    }

    /** Records all that comes of the requests that arrive in that second. */
    public void run(long epochSecond) {
        double rate = requestsPerSecond * season.at(epochSecond);
        for (int entry = 0; entry < shop.plan.entries().size(); entry++) {
            arrivals(entry, rate, epochSecond);
        }
        background.second(epochSecond);
    }

    private void arrivals(int number, double rate, long epochSecond) {
        Entry entry = shop.plan.entries().get(number);
        Service service = shop.plan.service(entry.service());
        Operation operation = service.operation(entry.operation());
        Dice dice = Dice.of(seed, epochSecond, number);
        double traffic = shop.conditions.traffic(entry, epochSecond * SECOND);
        int arrivals = dice.poisson(rate * entry.share() * traffic);
        for (int i = 0; i < arrivals; i++) {
            long arrival = epochSecond * SECOND + dice.below(SECOND);
            new Visit(shop, dice.bits()).serve(service, operation, arrival, null);
        }
    }
}
