package io.lokitempo.lab.fault;

import io.lokitempo.lab.shop.Feed;
import io.lokitempo.lab.shop.Shop;
import io.lokitempo.lab.shop.ShopConfig;
import io.lokitempo.lab.shop.Telemetry;
import io.lokitempo.lab.shop.push.Push;
import io.lokitempo.lab.shop.push.PushFormat;
import io.lokitempo.lab.shop.scenario.Schedule;
import io.lokitempo.lab.shop.sim.Signal;
import io.lokitempo.loki.LogServices;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Endpoint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * A stretch of the shop's past, and how much is in it: told from the seed as it was pushed, and never read back from the
 * servers.
 *
 * @param lines by service and minute
 * @param requests SERVER and CONSUMER spans, by service, operation and the minute of their start
 * @param spans of all kinds
 */
public record KnownLoad(TimeWindow window, Counts lines, Counts requests, long spans) {
    private static final Duration STEP = Duration.ofMinutes(1);
    private static final Duration INCIDENT_EVERY = Duration.ofMinutes(15);

    /** The service whose lines come thick: several at the same instant, more in a minute than Loki hands out at once. */
    private static final String BURST = "burst";

    private static final int BURST_LINES = 6_000;
    private static final Duration BURST_EVERY = Duration.ofMinutes(10);

    /**
     * Pushes at least so many lines and spans, spread over a window of the past, and returns when the servers have taken
     * all of them.
     *
     * @param window of whole minutes
     */
    public static KnownLoad push(long seed, TimeWindow window, long lines, long spans, URI loki, URI otlp)
            throws InterruptedException {
        Counts countedLines = new Counts();
        Counts requests = new Counts();
        long countedSpans = 0;
        try (Push<LogLine> lineOut = new Push<>(Endpoint.at(loki), PushFormat.LOKI);
                Push<Span> spanOut = new Push<>(Endpoint.at(otlp), PushFormat.OTLP)) {
            Feed lineFeed = feed(seed, window, Signal.LINES, lines);
            Feed spanFeed = feed(seed, window, Signal.SPANS, spans);
            for (Instant at = window.start(); at.isBefore(window.end()); at = at.plus(STEP)) {
                List<LogLine> someLines =
                        withBurst(lineFeed.advanceTo(at.plus(STEP)).lines(), at);
                List<Span> someSpans = spanFeed.advanceTo(at.plus(STEP)).spans();
                lineOut.push(someLines);
                spanOut.push(someSpans);
                someLines.forEach(line -> countedLines.add(service(line), "", line.time(), 1));
                someSpans.stream()
                        .filter(span -> span.kind().isRequest())
                        .forEach(span -> requests.add(
                                span.service().value(), span.operation(), Nanos.toInstant(span.startNanos()), 1));
                countedSpans += someSpans.size();
            }
            refuseIfRefused(lineOut);
            refuseIfRefused(spanOut);
        }
        return new KnownLoad(window, countedLines, requests, countedSpans);
    }

    private static void refuseIfRefused(Push<?> push) {
        if (push.progress().refused() > 0) {
            throw new IllegalStateException(
                    "the server refused part of the load: " + push.progress().lastFailure());
        }
    }

    /** A feed that is busy enough: the shop's amounts are proportional to its rate of requests. */
    private static Feed feed(long seed, TimeWindow window, Signal signal, long wanted) {
        double trial = 1;
        Telemetry there = shop(seed, window, trial)
                .feed(window.start(), EnumSet.of(signal))
                .advanceTo(window.end());
        long had = Math.max(1, there.lines().size() + there.spans().size());
        double margin = 1.1;
        return shop(seed, window, trial * margin * wanted / had).feed(window.start(), EnumSet.of(signal));
    }

    private static Shop shop(long seed, TimeWindow window, double requestsPerSecond) {
        Schedule schedule = Schedule.drawn(seed, window.start(), INCIDENT_EVERY);
        return new Shop(seed, new ShopConfig(requestsPerSecond, ZoneOffset.UTC, schedule));
    }

    private static List<LogLine> withBurst(List<LogLine> lines, Instant minute) {
        if (minute.getEpochSecond() % BURST_EVERY.toSeconds() != 0) {
            return lines;
        }
        List<LogLine> all = new ArrayList<>(lines);
        for (int i = 0; i < BURST_LINES; i++) {
            // Ten lines at each instant.
            long at = Nanos.of(minute.plusMillis(i / 10));
            String text = "batch " + minute.getEpochSecond() + " step " + i + " done in " + i % 97 + " ms";
            all.add(new LogLine(at, text, Map.of("service_name", BURST), Map.of()));
        }
        return all;
    }

    private static String service(LogLine line) {
        return line.firstOf(LogServices.LABELS).orElse("unknown_service");
    }
}
