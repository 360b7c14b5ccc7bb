package io.lokitempo.truth;

import io.lokitempo.analyzer.aggregate.LineTally;
import io.lokitempo.analyzer.aggregate.ServicePatterns;
import io.lokitempo.analyzer.aggregate.SpanTally;
import io.lokitempo.analyzer.aggregate.TraceSpans;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.lab.shop.Telemetry;
import io.lokitempo.mining.MinerBounds;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.topic.Keys;
import io.lokitempo.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A shop's telemetry reduced as the pollers reduce it: lines mined and counted by pattern, spans counted by operation, a
 * window at a time, spans as far as they had ended when the lag was over.
 */
public final class Reduction {
    /** How long a window settles: spans that end later are not in it, as when they are read from Tempo. */
    public static final Duration LAG = Duration.ofSeconds(45);

    private static final Duration TRACE_LASTS = Duration.ofMinutes(5);

    private final Scope scope;
    private final Output output;
    private final Map<ServiceName, ServicePatterns> patterns = new TreeMap<>();
    private final Set<ServiceName> traced = new TreeSet<>();
    private final Map<TraceId, OpenTrace> traces = new LinkedHashMap<>();
    private List<LogLine> waiting = new ArrayList<>();

    /** Takes what a poller would put on a topic. */
    public interface Output {
        /** @param window that brought it */
        <V> void put(Topic<V> topic, String key, TimeWindow window, V value);
    }

    /** A trace that may still get spans; asked every window, so that its bounds are kept and not looked for. */
    private static final class OpenTrace {
        private final List<Span> spans = new ArrayList<>();
        private long firstStart = Long.MAX_VALUE;
        private long lastStart = Long.MIN_VALUE;
        private long lastEnd = Long.MIN_VALUE;

        void add(Span span) {
            spans.add(span);
            firstStart = Math.min(firstStart, span.startNanos());
            lastStart = Math.max(lastStart, span.startNanos());
            lastEnd = Math.max(lastEnd, span.endNanos());
        }

        boolean mayHaveBegunIn(TimeWindow window) {
            return lastStart >= window.startNanos() && firstStart < window.endNanos();
        }

        boolean isOver(TimeWindow window) {
            return lastEnd < window.endNanos() - TRACE_LASTS.toNanos();
        }
    }

    public Reduction(Scope scope, Output output) {
        this.scope = scope;
        this.output = output;
    }

    /**
     * Reduces the next window.
     *
     * @param telemetry what came since the window before, up to the window's end and {@link #LAG}
     */
    public void read(TimeWindow window, Telemetry telemetry) {
        waiting.addAll(telemetry.lines());
        telemetry
                .spans()
                .forEach(span -> traces.computeIfAbsent(span.traceId(), _ -> new OpenTrace())
                        .add(span));
        close(window);
    }

    /** Services that wrote a line so far. */
    public Set<ServiceName> services() {
        return patterns.keySet();
    }

    private void close(TimeWindow window) {
        Map<ServiceName, List<LogLine>> lines = new HashMap<>();
        List<LogLine> later = new ArrayList<>();
        for (LogLine line : waiting) {
            if (line.timestampNanos() < window.endNanos()) {
                lines.computeIfAbsent(Truth.serviceOf(line), _ -> new ArrayList<>())
                        .add(line);
            } else {
                later.add(line);
            }
        }
        waiting = later;
        lines.keySet().forEach(service -> patterns.computeIfAbsent(service, this::nothingMined));
        patterns.forEach((service, known) -> tally(known, window, lines.getOrDefault(service, List.of())));
        tally(window);
        traces.values().removeIf(trace -> trace.isOver(window));
    }

    private void tally(ServicePatterns known, TimeWindow window, List<LogLine> lines) {
        LineTally tally = new LineTally(known, window);
        lines.forEach(tally::add);
        PatternCounts counts = tally.close(0);
        known.changes().forEach(pattern -> output.put(Topic.LOG_PATTERNS, pattern.id(), window, pattern));
        output.put(Topic.PATTERN_COUNTS, Keys.of(counts), window, counts);
    }

    private void tally(TimeWindow window) {
        SpanTally tally = new SpanTally(scope, window, 0, 1);
        traces.forEach((id, trace) -> {
            if (trace.mayHaveBegunIn(window)) {
                tally.add(new TraceSpans(id, trace.spans));
            }
        });
        for (SpanWindow seen : tally.close(traced, 0, Sampling.EXACT)) {
            traced.add(seen.service());
            output.put(Topic.SPAN_WINDOWS, Keys.of(seen), window, seen);
        }
    }

    private ServicePatterns nothingMined(ServiceName service) {
        return new ServicePatterns(scope, service, MinerBounds.DEFAULT, line -> line, List.of());
    }
}
