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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
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
        List<Column> columns = new ArrayList<>();
        List<Function<LogLine, Cell>> cells = new ArrayList<>();
        columns.add(Column.time("time"));
        cells.add(line -> Cell.of(line.time()));
        addWhereSome(columns, cells, Column.name("level"), LogRows::level);
        addWhereSome(columns, cells, Column.name("service"), line -> differing(line.labels(), "service_name"));
        addWhereSome(columns, cells, Column.name("labels"), line -> differing(line.labels()));
        addWhereSome(
                columns,
                cells,
                Column.name("trace"),
                line -> LineFacts.trace(line).map(TraceId::hex).orElse(""));
        columns.add(Column.text("text"));
        cells.add(line -> Cell.of(redaction.apply(line.text())));
        addWhereSome(columns, cells, Column.text("attributes"), line -> redaction.apply(differing(line.metadata())));
        Table.Rows rows = Table.of("lines", columns.toArray(Column[]::new));
        lines.forEach(
                line -> rows.row(cells.stream().map(cell -> cell.apply(line)).toList()));
        return rows.outOf(total);
    }

    private void addWhereSome(
            List<Column> columns, List<Function<LogLine, Cell>> cells, Column column, Function<LogLine, String> text) {
        if (lines.stream().anyMatch(line -> !text.apply(line).isEmpty())) {
            columns.add(column);
            cells.add(line -> Cell.of(text.apply(line)));
        }
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
