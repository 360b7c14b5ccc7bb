package io.lokitempo.mcp.live;

import io.lokitempo.loki.LokiClient;
import io.lokitempo.loki.QueryResult;
import io.lokitempo.loki.RangeQuery;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.export.Rows;
import io.lokitempo.mcp.export.Source;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.SpanSeries;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceHits.ServiceStats;
import io.lokitempo.tempo.TraceHits.TraceHit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Everything that Loki and Tempo hold of something, row by row. */
public final class LiveSources {
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration SHORTEST_SLICE = Duration.ofSeconds(1);
    private static final int SLICE_TRACES = 500;
    private static final int POINTS = 500;
    /** A trace that reaches over the edge of a slice is found again in the next; further apart none is looked for. */
    private static final int REMEMBERED_TRACES = 50_000;

    private final Backends backends;
    private final Logs logs;
    private final Traces traces;
    private final LivePatterns patterns;
    private final LiveSettings settings;
    private final Redaction redaction;
    private final Clock clock;

    public LiveSources(
            Backends backends,
            Logs logs,
            Traces traces,
            LivePatterns patterns,
            LiveSettings settings,
            Redaction redaction,
            Clock clock) {
        this.backends = backends;
        this.logs = logs;
        this.traces = traces;
        this.patterns = patterns;
        this.settings = settings;
        this.redaction = redaction;
        this.clock = clock;
    }

    private record Columns(List<String> columns, Body body) implements Source {
        @Override
        public List<String> rows(Rows rows) throws IOException {
            return body.rows(rows);
        }
    }

    @FunctionalInterface
    private interface Body {
        List<String> rows(Rows rows) throws IOException;
    }

    /** Every line of a log query, oldest first. */
    public Source logs(LogQuery query, TimeWindow window, Call self) {
        List<String> columns = List.of("time", "service", "level", "trace_id", "labels", "metadata", "line");
        return new Columns(columns, rows -> {
            logs.guard(query, window, self);
            LogReader reader = new LogReader(backends.loki(), clock);
            List<String> labels = settings.current().serviceLabels();
            LogReader.Reading reading = reader.read(
                    query, window, Long.MAX_VALUE, clock.instant().plus(LONGEST), line -> put(rows, row(line, labels)));
            return reading.isComplete(window)
                    ? List.of()
                    : List.of("lines after " + reading.through()
                            + " or more at one nanosecond than Loki returns at once");
        });
    }

    private List<Object> row(LogLine line, List<String> labels) {
        return List.of(
                line.time().toString(),
                LineFacts.service(line, labels),
                LineFacts.level(line).label(),
                LineFacts.trace(line).map(TraceId::hex).orElse(""),
                redaction.apply(pairs(line.labels())),
                redaction.apply(pairs(line.metadata())),
                redaction.apply(line.text()));
    }

    private static String pairs(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }

    /** Series of a metric query, point by point; a few hundred points of each at a time. */
    public Source metrics(LogQuery query, TimeWindow window, Duration step, Call self) {
        return new Columns(List.of("time", "labels", "value"), rows -> {
            logs.guard(query, window, self);
            LokiClient loki = backends.loki();
            long written = Long.MIN_VALUE;
            for (TimeWindow part : parts(window, step)) {
                RangeQuery range = RangeQuery.metric(query.logql(), part.startNanos(), part.endNanos(), step);
                switch (Replies.value(loki.query(range), "Loki", query.logql())) {
                    case QueryResult.Matrix matrix -> {
                        long after = written;
                        for (QueryResult.Series series : matrix.series()) {
                            String labels = redaction.apply(pairs(series.labels()));
                            for (QueryResult.Point point : series.points()) {
                                if (point.timeMillis() > after) {
                                    put(rows, List.of(time(point.timeMillis()), labels, point.value()));
                                    written = Math.max(written, point.timeMillis());
                                }
                            }
                        }
                    }
                    case QueryResult.Vector vector ->
                        vector.samples()
                                .forEach(sample -> put(
                                        rows,
                                        List.of(
                                                part.end().toString(),
                                                redaction.apply(pairs(sample.labels())),
                                                sample.value())));
                    case QueryResult.Lines _ -> {
                        return List.of("this is a log query: data_type logs exports its lines");
                    }
                }
            }
            return List.of();
        });
    }

    /** Series of a TraceQL metrics query, point by point. */
    public Source metrics(TraceQuery query, TimeWindow window, Duration step) {
        return new Columns(List.of("time", "labels", "value"), rows -> {
            long written = Long.MIN_VALUE;
            for (TimeWindow part : parts(window, step)) {
                long after = written;
                for (SpanSeries series : traces.metrics(query, part, step).value()) {
                    Map<String, String> labels = new TreeMap<>();
                    series.labels().forEach((name, value) -> labels.put(name, value.text()));
                    String shown = redaction.apply(pairs(labels));
                    for (SpanSeries.Point point : series.points()) {
                        if (point.timeMillis() > after) {
                            put(rows, List.of(time(point.timeMillis()), shown, point.value()));
                            written = Math.max(written, point.timeMillis());
                        }
                    }
                }
            }
            return List.of();
        });
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** Oldest first. Both servers align points to the step, so that a part may repeat the last point of the one before. */
    private static List<TimeWindow> parts(TimeWindow window, Duration step) {
        Duration length = step.multipliedBy(POINTS);
        List<TimeWindow> parts = new ArrayList<>();
        Instant start = window.start();
        while (start.isBefore(window.end())) {
            Instant end = start.plus(length).isBefore(window.end()) ? start.plus(length) : window.end();
            parts.add(new TimeWindow(start, end));
            start = end;
        }
        return parts;
    }

    /** Patterns of a log query's lines, most lines first. */
    public Source patterns(LogQuery query, TimeWindow window, Progress progress, Call self) {
        List<String> columns =
                List.of("pattern_id", "service", "level", "count", "first_seen", "last_seen", "template", "sample");
        return new Columns(columns, rows -> {
            LivePatterns.Mined mined =
                    patterns.mine(query, window, clock.instant().plus(LONGEST), progress, self);
            mined.patterns()
                    .forEach(pattern -> put(
                            rows,
                            List.of(
                                    pattern.id(),
                                    pattern.service(),
                                    pattern.level().label(),
                                    Math.round(pattern.count()),
                                    pattern.firstSeen().toString(),
                                    pattern.lastSeen().toString(),
                                    redaction.apply(pattern.template()),
                                    redaction.apply(pattern.sample()))));
            return mined.coverage();
        });
    }

    /**
     * Every trace that fits, newest slice first. Tempo gives the first it finds and no more than asked for, so a slice of
     * time that held more is halved until it does not, or is a second long.
     */
    public Source traces(TraceQuery query, TimeWindow window) {
        List<String> columns =
                List.of("start", "trace_id", "service", "operation", "duration_ms", "matched", "spans", "errors");
        return new Columns(columns, rows -> {
            Deque<TimeWindow> slices = new ArrayDeque<>(List.of(window));
            Set<TraceId> seen = Collections.newSetFromMap(new Newest());
            long crowded = 0;
            while (!slices.isEmpty()) {
                TimeWindow slice = slices.pop();
                TraceHits hits = traces.search(query, slice, SLICE_TRACES, 1).value();
                if (!hits.complete() && slice.length().compareTo(SHORTEST_SLICE) > 0) {
                    Instant middle = slice.start().plus(slice.length().dividedBy(2));
                    slices.push(new TimeWindow(slice.start(), middle));
                    slices.push(new TimeWindow(middle, slice.end()));
                } else {
                    crowded += hits.complete() ? 0 : 1;
                    hits.traces().stream()
                            .filter(hit -> seen.add(hit.traceId()))
                            .forEach(hit -> put(rows, row(hit)));
                }
            }
            return crowded == 0
                    ? List.of()
                    : List.of(crowded + " seconds held more than " + SLICE_TRACES
                            + " traces, of which the rest is missing");
        });
    }

    private static final class Newest extends LinkedHashMap<TraceId, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TraceId, Boolean> eldest) {
            return size() > REMEMBERED_TRACES;
        }
    }

    private static List<Object> row(TraceHit hit) {
        return List.of(
                Nanos.toInstant(hit.startNanos()).toString(),
                hit.traceId().hex(),
                hit.rootService(),
                hit.rootName(),
                hit.durationMillis(),
                hit.matched(),
                hit.services().values().stream().mapToInt(ServiceStats::spans).sum(),
                hit.services().values().stream().mapToInt(ServiceStats::errors).sum());
    }

    private static void put(Rows rows, List<Object> cells) {
        try {
            rows.row(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
