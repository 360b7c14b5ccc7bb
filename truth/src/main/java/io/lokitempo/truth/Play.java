package io.lokitempo.truth;

import io.lokitempo.finding.Scope;
import io.lokitempo.lab.shop.Feed;
import io.lokitempo.lab.shop.Shop;
import io.lokitempo.lab.shop.ShopConfig;
import io.lokitempo.lab.shop.Telemetry;
import io.lokitempo.lab.shop.plan.ShopPlan;
import io.lokitempo.lab.shop.scenario.Deck;
import io.lokitempo.lab.shop.scenario.GroundTruth;
import io.lokitempo.lab.shop.scenario.Scenario;
import io.lokitempo.lab.shop.scenario.Schedule;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * One scenario in a shop of its own: an hour in which nothing happens, then the scenario's first minutes, the last of which
 * ended just now. What happens is always that of one day long past, moved in time, so that it is the same whenever this
 * runs; only the times that stand in lines' own text are not moved.
 *
 * @param moved from that day to now, in whole minutes
 */
record Play(Shop shop, Scenario scenario, Duration moved) {
    /** The middle of a working day, when no nightly job runs. */
    private static final Instant ONSET = Instant.parse("2025-06-03T05:00:00Z");

    private static final ZoneId ZONE = ZoneId.of("Asia/Seoul");
    private static final long SEED = 11;
    private static final double REQUESTS_PER_SECOND = 4;
    private static final Duration LEARNT = Duration.ofMinutes(60);
    private static final Duration STRUCK = Duration.ofMinutes(8);
    private static final Duration LASTS = Duration.ofMinutes(20);
    /** Longer than windows settle: what ended later than that would lie in the future. */
    private static final Duration AGO = Duration.ofMinutes(1);

    /** All that can happen to the shop. */
    static List<Play> catalogue() {
        return Deck.catalogue(new TimeWindow(ONSET, ONSET.plus(LASTS))).stream()
                .map(scenario -> new Play(
                        new Shop(SEED, new ShopConfig(REQUESTS_PER_SECOND, ZONE, Schedule.of(scenario))),
                        scenario,
                        Duration.ZERO))
                .toList();
    }

    /** The same, so that its last minute is the last that has settled. */
    Play endingBefore(Instant now) {
        Instant end = now.minus(AGO).truncatedTo(ChronoUnit.MINUTES);
        return new Play(shop, scenario, Duration.between(ONSET.plus(STRUCK), end));
    }

    TimeWindow whole() {
        return new TimeWindow(struck().start().minus(LEARNT), struck().end());
    }

    /** The scenario as far as it went: it outlasts this, so that it is still going on where the analysis ends. */
    TimeWindow struck() {
        return TimeWindow.before(ONSET.plus(STRUCK).plus(moved), STRUCK);
    }

    /** As long as {@link #struck}, and just before it. */
    TimeWindow before() {
        return TimeWindow.before(struck().start(), STRUCK);
    }

    /** Who is to blame and what shows it; its times are those of the day long past. */
    GroundTruth truth() {
        return GroundTruth.of("begin", scenario, ShopPlan.shop());
    }

    /** {@code new-error-pattern-catalog}; also its tenant. */
    String name() {
        return (scenario.kind() + "-" + scenario.service())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    TenantId tenant() {
        return new TenantId(name());
    }

    Scope scope(String lokiUrl, String tempoUrl) {
        return new Scope(tenant(), Scope.backendOf(lokiUrl, tempoUrl));
    }

    /** What carries a time in the window: lines by their timestamp, spans by their end. */
    Telemetry during(TimeWindow window) {
        return from(window.start()).advanceTo(window.end());
    }

    Moved from(Instant start) {
        return new Moved(shop.feed(start.minus(moved)), moved);
    }

    /** A feed whose times are moved. */
    record Moved(Feed feed, Duration by) {
        Telemetry advanceTo(Instant to) {
            Telemetry told = feed.advanceTo(to.minus(by));
            return new Telemetry(
                    told.lines().stream().map(this::moved).toList(),
                    told.spans().stream().map(this::moved).toList());
        }

        private LogLine moved(LogLine line) {
            return new LogLine(
                    line.timestampNanos() + by.toNanos(), line.text(), line.labels(), line.metadata(), line.parsed());
        }

        private Span moved(Span span) {
            return new Span(
                    span.traceId(),
                    span.spanId(),
                    span.parentId(),
                    span.service(),
                    span.operation(),
                    span.kind(),
                    span.status(),
                    span.statusMessage(),
                    span.startNanos() + by.toNanos(),
                    span.durationNanos(),
                    span.attributes(),
                    span.resource(),
                    span.events());
        }
    }
}
