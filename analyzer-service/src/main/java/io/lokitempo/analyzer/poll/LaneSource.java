package io.lokitempo.analyzer.poll;

import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.finding.Watermark;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a poller holds of one lane of traces. */
final class LaneSource {
    /** Spans are sent when they end: a request that ran for minutes is not there when its window is first read. */
    static final List<Duration> AUDITS = List.of(Duration.ofMinutes(10));

    private static final Duration REMEMBERED = Duration.ofHours(24);

    final SourceId id;
    final int lane;
    final Audits audits = new Audits(AUDITS);
    Progress progress;
    /** Services that answered requests, and when last; they get windows also where they did nothing. */
    private final Map<ServiceName, Instant> active = new HashMap<>();
    /** Whom a window that can still be revised was published for, callees without spans of their own included. */
    private final Map<Instant, Set<ServiceName>> published = new HashMap<>();

    private int refusals;

    LaneSource(SourceId id, int lane, Progress progress) {
        this.id = id;
        this.lane = lane;
        this.progress = progress;
    }

    /** Services to publish the window for, besides those that are found in it. */
    Set<ServiceName> known(TimeWindow window) {
        Set<ServiceName> known = new TreeSet<>(published.getOrDefault(window.start(), Set.of()));
        active.forEach((service, last) -> {
            if (!last.plus(REMEMBERED).isBefore(window.start())) {
                known.add(service);
            }
        });
        return known;
    }

    /** Notes a window as it was published. */
    void published(TimeWindow window, int revision, List<SpanWindow> spans, Instant at) {
        for (SpanWindow one : spans) {
            if (!one.operations().isEmpty()) {
                active.merge(one.service(), window.end(), (a, b) -> a.isAfter(b) ? a : b);
            }
            published.computeIfAbsent(window.start(), _ -> new HashSet<>()).add(one.service());
        }
        audits.counted(window, revision, total(spans), at);
        active.values().removeIf(last -> last.plus(REMEMBERED).isBefore(window.start()));
        Instant oldest = at.minus(AUDITS.getLast().multipliedBy(2));
        published.keySet().removeIf(start -> start.isBefore(oldest));
    }

    static long total(List<SpanWindow> spans) {
        long requests = spans.stream()
                .flatMap(span -> span.operations().stream())
                .mapToLong(stats -> stats.requests())
                .sum();
        long calls = spans.stream()
                .flatMap(span -> span.calls().stream())
                .mapToLong(stats -> stats.calls())
                .sum();
        return requests + calls;
    }

    int refused() {
        return ++refusals;
    }

    void answered() {
        refusals = 0;
    }

    Watermark watermark(Duration lag, Instant now) {
        return new Watermark(id, progress.begin(), progress.read(), progress.gaps(), lag, now);
    }
}
