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
    /**
     * Spans are sent when they end: a request that ran for minutes is not there when its window is first read. And what began
     * more than 30 minutes ago (query_ingesters_until) Tempo 2.10 looks for only in blocks that were cut, which it does
     * every 30 minutes (max_block_duration), and listed, which takes 5 more (blocklist_poll). So the last audit counts from
     * the first reading: it finds what came half an hour after that, at the presets of all three.
     */
    static final List<Duration> AUDITS = List.of(Duration.ofMinutes(10), Duration.ofMinutes(70));

    /** Windows that an audit reads at once at most, where they hold little. */
    private static final int LONGEST_STRIDE = 30;

    private static final Duration REMEMBERED = Duration.ofHours(24);

    final SourceId id;
    final int lane;
    final Audits audits = new Audits(AUDITS);
    Progress progress;
    /** Services that answered requests, and when last; they get windows also where they did nothing. */
    private final Map<ServiceName, Instant> active = new HashMap<>();
    /** Windows that can still be revised. */
    private final Map<Instant, Published> published = new HashMap<>();
    /** For whom the last window was published: mostly for the same as the one before, so that they share one set. */
    private Set<ServiceName> lastServices = Set.of();

    private int stride = LONGEST_STRIDE;

    private int refusals;

    /** @param services callees without spans of their own included */
    private record Published(Set<ServiceName> services, SpanTotals totals) {
        static final Published NOTHING = new Published(Set.of(), SpanTotals.NOTHING);
    }

    LaneSource(SourceId id, int lane, Progress progress) {
        this.id = id;
        this.lane = lane;
        this.progress = progress;
    }

    /** Services to publish the window for, besides those that are found in it. */
    Set<ServiceName> known(TimeWindow window) {
        Set<ServiceName> known = new TreeSet<>(
                published.getOrDefault(window.start(), Published.NOTHING).services());
        active.forEach((service, last) -> {
            if (!last.plus(REMEMBERED).isBefore(window.start())) {
                known.add(service);
            }
        });
        return known;
    }

    /** What the window was last published with. */
    SpanTotals totals(TimeWindow window) {
        return published.getOrDefault(window.start(), Published.NOTHING).totals();
    }

    /**
     * Notes a window as it was published.
     *
     * @param firstRead when it was first read
     * @param at when it was read this time
     */
    void published(TimeWindow window, int revision, List<SpanWindow> spans, Instant firstRead, Instant at) {
        Set<ServiceName> services = new HashSet<>();
        for (SpanWindow one : spans) {
            if (!one.operations().isEmpty()) {
                active.merge(one.service(), window.end(), (a, b) -> a.isAfter(b) ? a : b);
            }
            services.add(one.service());
        }
        lastServices = services.equals(lastServices) ? lastServices : Set.copyOf(services);
        SpanTotals totals = SpanTotals.of(spans);
        published.put(window.start(), new Published(lastServices, totals));
        audits.counted(window, firstRead, revision, totals.requests() + totals.calls(), at);
        active.values().removeIf(last -> last.plus(REMEMBERED).isBefore(window.start()));
        forgetIfOver(window);
    }

    /** Notes that a window was read again to no news. */
    void passed(TimeWindow window, Instant now) {
        audits.passed(window, now);
        forgetIfOver(window);
    }

    private void forgetIfOver(TimeWindow window) {
        if (!audits.holds(window)) {
            published.remove(window.start());
        }
    }

    /** How many windows an audit may read at once. */
    int stride() {
        return stride;
    }

    /** As many windows at once were too many. */
    void shorterStride() {
        stride = Math.max(1, stride / 2);
    }

    void longerStride() {
        stride = Math.min(LONGEST_STRIDE, stride * 2);
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
