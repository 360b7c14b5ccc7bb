package io.lokitempo.mcp.live;

import io.lokitempo.loki.Direction;
import io.lokitempo.loki.LogQl;
import io.lokitempo.loki.RangeQuery;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The log lines of traces, wherever their senders put the trace's id: structured metadata, a label, or the line. */
public final class TraceLogs {
    /**
     * Lines, oldest first.
     *
     * @param byMetadata those whose metadata or labels name a trace; the others do in their text
     * @param queries that were run
     */
    public record Found(List<LogLine> lines, long byMetadata, List<String> queries, boolean cut) {
        public Found {
            lines = List.copyOf(lines);
            queries = List.copyOf(queries);
        }
    }

    private final Backends backends;
    private final LiveSettings settings;

    public TraceLogs(Backends backends, LiveSettings settings) {
        this.backends = backends;
        this.settings = settings;
    }

    /**
     * Lines of any of the traces.
     *
     * @param services whose streams alone are searched where Loki has them; empty for all
     */
    public Found of(Collection<TraceId> ids, Collection<String> services, TimeWindow window, int limit) {
        String selector = selector(services, window);
        String any = ids.stream().map(TraceLogs::written).collect(Collectors.joining("|"));
        String named = LineFacts.TRACE_KEYS.stream()
                .map(key -> key + "=~" + LogQl.quoted(any))
                .collect(Collectors.joining(" or "));
        String literal =
                ids.stream().map(id -> LogQl.quoted(significant(id))).collect(Collectors.joining(" or ", "|= ", ""));
        List<String> queries = List.of(selector + " | " + named, selector + " " + literal);
        List<List<LogLine>> found = SideBySide.of(queries, query -> lines(query, window, limit));
        List<LogLine> byMetadata = found.get(0);
        TreeSet<LogLine> all = new TreeSet<>(Comparator.comparingLong(LogLine::timestampNanos)
                .thenComparing(LogLine::text)
                .thenComparing(line -> line.labels().toString())
                .thenComparing(line -> line.metadata().toString()));
        all.addAll(byMetadata);
        List<LogLine> byText = found.get(1);
        all.addAll(byText);
        boolean cut = byMetadata.size() >= limit || byText.size() >= limit;
        return new Found(new ArrayList<>(all), byMetadata.size(), queries, cut);
    }

    /** A sender may have dropped leading zeros, as Tempo's search does. */
    private static String written(TraceId id) {
        String significant = significant(id);
        return significant.length() == id.hex().length() ? significant : "0*" + significant;
    }

    private static String significant(TraceId id) {
        return id.hex().replaceFirst("^0+", "");
    }

    /** What a query of {@link Found#queries} reads, without the ids that it looks for. */
    public static String selectorOf(String query) {
        return query.substring(0, query.indexOf('}') + 1);
    }

    /** All lines of some services; of every service where Loki has none of them. */
    public LogQuery streams(Collection<String> services, TimeWindow window) {
        return new LogQuery(selector(services, window), List.of());
    }

    private String selector(Collection<String> services, TimeWindow window) {
        ServiceLabels labels =
                new ServiceLabels(backends.loki(), settings.current().serviceLabels());
        StreamMatcher everything = labels.everything(window);
        List<String> known = services.stream()
                .filter(service -> labels.has(StreamMatcher.equal(everything.label(), service), window))
                .sorted()
                .toList();
        return known.isEmpty()
                ? StreamSelector.text(List.of(everything))
                : "{" + LogQl.matcher(everything.label(), known) + "}";
    }

    private List<LogLine> lines(String query, TimeWindow window, int limit) {
        RangeQuery range = RangeQuery.logs(query, window.startNanos(), window.endNanos(), limit, Direction.FORWARD);
        return Replies.value(backends.loki().lines(range), "Loki", query).lines();
    }
}
