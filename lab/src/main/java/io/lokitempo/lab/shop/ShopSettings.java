package io.lokitempo.lab.shop;

import io.lokitempo.lab.shop.scenario.Deck;
import io.lokitempo.lab.shop.scenario.ScenarioKind;
import io.lokitempo.lab.shop.scenario.Schedule;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How the shop runs.
 *
 * @param backfill how much history is pushed at the start
 * @param repush how much of what was pushed is pushed again after a restart, to servers that keep nothing over one
 * @param firstIncident from the start of live running to the first incident
 * @param incidentEvery from one incident's onset to the next one's, at least a minute
 * @param scenario just this one, once; empty for the demo's round of all
 * @param loki where lines go, if anywhere
 * @param traces where spans go (OTLP over HTTP, without {@code /v1/traces}), if anywhere
 * @param stateFile holds through when all was pushed; shared by nothing else
 * @param truthFile receives a JSON line when a scenario begins and when it ends
 */
public record ShopSettings(
        long seed,
        double requestsPerSecond,
        Duration backfill,
        Duration repush,
        Duration firstIncident,
        Duration incidentEvery,
        ZoneId zone,
        Optional<ScenarioKind> scenario,
        Optional<Endpoint> loki,
        Optional<Endpoint> traces,
        Path stateFile,
        Path truthFile) {
    private static final Duration SINGLE_LENGTH = Duration.ofMinutes(6);

    public ShopSettings {
        if (backfill.isNegative() || repush.isNegative() || firstIncident.isNegative()) {
            throw new IllegalArgumentException("backfill, repush and firstIncident must not be negative");
        }
        if (incidentEvery.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("incidentEvery must be at least a minute");
        }
    }

    /** The shop whose live time begins at {@code origin}. */
    Shop shop(Instant origin) {
        Schedule schedule = scenario.map(kind -> once(kind, origin.plus(firstIncident)))
                .orElseGet(() -> Schedule.demo(origin, firstIncident, incidentEvery));
        return new Shop(seed, new ShopConfig(requestsPerSecond, zone, schedule));
    }

    private static Schedule once(ScenarioKind kind, Instant onset) {
        return Schedule.of(Deck.demonstrated("sc-1", kind, new TimeWindow(onset, onset.plus(SINGLE_LENGTH))));
    }
}
