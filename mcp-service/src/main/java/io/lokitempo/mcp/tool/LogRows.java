package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.live.LineFacts;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TraceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Log lines as a table: what all have in common is said once, columns that would be empty are left out. */
final class LogRows {
    private static final Set<String> OWN_COLUMN =
            Set.of("trace_id", "traceid", "traceID", "traceId", "span_id", "detected_level", "level", "service_name");

    private final List<LogLine> lines;
    private final Map<String, String> common;
    private final Redaction redaction;

    /** @param redaction masks secrets in free text */
    LogRows(List<LogLine> lines, Redaction redaction) {
        this.lines = lines;
        this.redaction = redaction;
        this.common = common(lines);
    }

    private static Map<String, String> common(List<LogLine> lines) {
        Map<String, String> common = new TreeMap<>();
        if (!lines.isEmpty()) {
            common.putAll(all(lines.getFirst()));
            lines.forEach(line -> common.entrySet().retainAll(all(line).entrySet()));
        }
        return common;
    }

    private static Map<String, String> all(LogLine line) {
        Map<String, String> all = new HashMap<>(line.labels());
        all.putAll(line.metadata());
        return all;
    }

    /** Labels and metadata that every line has, as {@code name=value} with blanks between. */
    String commonLabels() {
        return common.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + Names.shown(redaction.apply(entry.getValue())))
                .collect(Collectors.joining(" "));
    }

    /** @param total lines that there are */
    Table table(long total) {
        Table.Rows rows = Table.of(
                "lines",
                Column.time("time"),
                Column.name("level"),
                Column.name("service"),
                Column.name("labels"),
                Column.name("trace"),
                Column.text("text"),
                Column.text("attributes"));
        for (LogLine line : lines) {
            rows.row(
                    Cell.of(line.time()),
                    Cell.of(level(line)),
                    Cell.of(differing(line.labels(), "service_name")),
                    Cell.of(differing(line.labels())),
                    Cell.of(LineFacts.trace(line).map(TraceId::hex).orElse("")),
                    Cell.of(redaction.apply(line.text())),
                    Cell.of(redaction.apply(differing(line.metadata()))));
        }
        return rows.outOf(total);
    }

    private String differing(Map<String, String> labels, String only) {
        String value = labels.getOrDefault(only, "");
        return common.containsKey(only) ? "" : value;
    }

    private String differing(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .filter(entry -> !common.containsKey(entry.getKey()) && !OWN_COLUMN.contains(entry.getKey()))
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(","));
    }

    private static String level(LogLine line) {
        LogLevel level = LineFacts.level(line);
        return level == LogLevel.UNKNOWN ? "" : level.label();
    }
}
