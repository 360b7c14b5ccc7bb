package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Anomalies as a table: what deviates, since when, how far, and what stands beside its onset. */
final class AnomalyRows {
    private static final int MOST_BRIEF = 5;

    private AnomalyRows() {}

    /** @param incidents that the anomalies may belong to */
    static Table table(List<Anomaly> anomalies, List<Incident> incidents, List<Change> changes) {
        Map<String, String> incidentOf = new HashMap<>();
        incidents.forEach(incident -> incident.anomalies().forEach(id -> incidentOf.putIfAbsent(id, incident.id())));
        Table.Rows rows = Table.of(
                "anomalies",
                Column.name("id"),
                Column.name("incident"),
                Column.name("state"),
                Column.name("severity"),
                Column.name("service"),
                Column.name("kind"),
                Column.time("onset"),
                Column.time("last"),
                Column.name("change"),
                Column.name("pattern"),
                Column.prose("reason"));
        for (Anomaly anomaly : anomalies) {
            rows.row(
                    Cell.of(anomaly.id()),
                    Cell.of(incidentOf.getOrDefault(anomaly.id(), "")),
                    Cell.of(state(anomaly)),
                    Cell.of(lower(anomaly.severity())),
                    Cell.of(anomaly.service().value()),
                    Cell.of(lower(anomaly.kind())),
                    Cell.of(anomaly.onset()),
                    anomaly.state() == State.OPEN ? Cell.BLANK : Cell.of(anomaly.lastSeen()),
                    Cell.of(Analysis.beside(anomaly, changes).map(Change::id).orElse("")),
                    Cell.of(anomaly.patternId() == null ? "" : anomaly.patternId()),
                    Cell.of(anomaly.reason()));
        }
        return rows.table();
    }

    /** Of one service, which is said already. */
    static Table brief(List<Anomaly> anomalies) {
        Table.Rows rows = Table.of(
                "anomalies",
                Column.name("id"),
                Column.name("state"),
                Column.name("severity"),
                Column.name("kind"),
                Column.time("onset"),
                Column.prose("reason"));
        anomalies.stream()
                .limit(MOST_BRIEF)
                .forEach(anomaly -> rows.row(
                        Cell.of(anomaly.id()),
                        Cell.of(state(anomaly)),
                        Cell.of(lower(anomaly.severity())),
                        Cell.of(lower(anomaly.kind())),
                        Cell.of(anomaly.onset()),
                        Cell.of(seen(anomaly))));
        return rows.outOf(anomalies.size());
    }

    /** What was seen and expected; why it is as severe as it is stands behind the last semicolon. */
    static String seen(Anomaly anomaly) {
        int severity = anomaly.reason().lastIndexOf("; ");
        return severity < 0 ? anomaly.reason() : anomaly.reason().substring(0, severity);
    }

    private static String state(Anomaly anomaly) {
        return lower(anomaly.state()) + (anomaly.muted() ? ",muted" : "");
    }

    /** Graver is greater; what is open weighs more than anything over. */
    static int weight(Anomaly anomaly) {
        int severity = switch (anomaly.severity()) {
            case CRITICAL -> 3;
            case WARNING -> 2;
            case INFO -> 1;
        };
        return anomaly.state() == State.OPEN ? 10 + severity : severity;
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
