package io.lokitempo.mcp.tool;

import io.lokitempo.finding.State;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.live.RequestNumbers;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All services, worst first. Where they are judged, those that have an anomaly are in trouble; else those that fail.
 *
 * @param judged whether somebody looked for anomalies
 */
record Standings(List<Standing> all, TimeWindow window, boolean judged) {
    /** As many as fit a fact. */
    private static final int MOST_NAMES = 500;

    private static final Comparator<Standing> WORST = Comparator.comparingInt(Standing::gravity)
            .thenComparingDouble(Standing::leastErrorRate)
            .thenComparingDouble(standing -> Double.isNaN(standing.errorLines()) ? 0 : standing.errorLines())
            .reversed()
            .thenComparing(Standing::service);

    Standings {
        all = all.stream().sorted(WORST).toList();
    }

    private boolean isTroubled(Standing standing) {
        return judged ? standing.isJudged() : !standing.isSilent() && standing.fails();
    }

    Optional<Standing> worst() {
        return all.stream().findFirst();
    }

    String counts() {
        long silent = all.stream().filter(Standing::isSilent).count();
        long troubled = all.stream().filter(this::isTroubled).count();
        long both = all.stream()
                .filter(standing -> standing.isSilent() && isTroubled(standing))
                .count();
        return "%d: %d in trouble, %d silent%s, %d healthy"
                .formatted(
                        all.size(),
                        troubled,
                        silent,
                        both == 0 ? "" : " (" + both + " of them in trouble)",
                        all.size() - troubled - silent + both);
    }

    /** Healthy ones as names, with the share of failed requests where there is one. */
    Optional<String> healthy() {
        List<String> names = all.stream()
                .filter(standing -> !isTroubled(standing) && !standing.isSilent())
                .map(Standings::named)
                .toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder shown = new StringBuilder();
        int count = 0;
        for (String name : names) {
            if (shown.length() + name.length() > MOST_NAMES) {
                return Optional.of(shown + " and " + (names.size() - count) + " more");
            }
            shown.append(count++ == 0 ? "" : ", ").append(name);
        }
        return Optional.of(shown.toString());
    }

    private static String named(Standing standing) {
        RequestNumbers requests = standing.requests();
        return Names.shown(standing.service())
                + (requests != null && requests.errors() > 0
                        ? "(" + Numbers.plain(requests.errorPercent()) + "%)"
                        : "");
    }

    Table troubled() {
        Table.Rows rows = Table.of(
                "services",
                Column.name("service"),
                Column.name("state"),
                Column.name("worst"),
                Column.name("kind"),
                Column.time("since"),
                Column.count("anomalies"),
                Column.number("rate"),
                Column.percent("errors"),
                Column.millis("p50"),
                Column.millis("p95"),
                Column.millis("p99"),
                Column.count("lines"),
                Column.count("error_lines"));
        all.stream().filter(this::isTroubled).forEach(standing -> rows.row(row(standing)));
        return rows.table();
    }

    private List<Cell> row(Standing standing) {
        RequestNumbers requests = standing.requests();
        var anomaly = standing.anomaly();
        return List.of(
                Cell.of(standing.service()),
                Cell.of(anomaly == null ? "" : state(standing)),
                Cell.of(anomaly == null ? "" : anomaly.id()),
                Cell.of(anomaly == null ? "" : AnomalyRows.lower(anomaly.kind())),
                anomaly == null ? Cell.BLANK : Cell.of(anomaly.onset()),
                anomaly == null ? Cell.BLANK : Cell.of(standing.anomalies()),
                requests == null ? Cell.BLANK : Cell.of(requests.requests() / MetricTables.seconds(window)),
                requests == null ? Cell.BLANK : Cell.of(requests.errorPercent()),
                requests == null ? Cell.BLANK : MetricTables.percentile(requests, .5, requests.p50()),
                requests == null ? Cell.BLANK : MetricTables.percentile(requests, .95, requests.p95()),
                requests == null ? Cell.BLANK : MetricTables.percentile(requests, .99, requests.p99()),
                Cell.of(standing.lines()),
                Cell.of(standing.errorLines()));
    }

    private static String state(Standing standing) {
        var anomaly = standing.anomaly();
        if (anomaly == null) {
            return "";
        }
        return anomaly.state() == State.OPEN ? AnomalyRows.lower(anomaly.severity()) : "recovered";
    }

    /** Newest first: who fell silent last matters most. */
    Table silent() {
        Table.Rows rows = Table.of("silent", Column.name("service"), Column.time("last"));
        all.stream()
                .filter(Standing::isSilent)
                .sorted(Comparator.comparing(Standings::since).reversed())
                .forEach(standing -> rows.row(
                        Cell.of(standing.service()),
                        since(standing).equals(Instant.EPOCH) ? Cell.BLANK : Cell.of(since(standing))));
        return rows.table();
    }

    private static Instant since(Standing standing) {
        return standing.silentSince() == null ? Instant.EPOCH : standing.silentSince();
    }
}
