package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.SourceId;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.answer.Times;
import io.lokitempo.mcp.finding.Analyzed;
import io.lokitempo.mcp.finding.Coverage;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.LineTotal;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What can be said of a service that sends logs alone: how many lines, when the last came, when the next is due. */
record StoredLines(Findings findings) {
    /** So far back its rhythm is looked for; a daily job shows in it twice. */
    private static final Duration RHYTHM = Duration.ofDays(2);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    Optional<Outcome> of(Occasion occasion, ServiceName service, Coverage coverage, Analyzed analyzed) {
        TimeWindow window = analyzed.window();
        Comparison.Earlier earlier =
                Comparison.earlier(occasion, window, Comparison.of(coverage, SourceId.Kind.LOGS, service.value()));
        Optional<LineTotal> now = total(occasion, service, List.of(window));
        return now.map(total -> {
            Answer.Builder answer = Answer.about(
                            occasion.precomputed(Names.shown(service.value()), analyzed, List.of("no request spans")))
                    .fact("usual", earlier.words());
            answer.table(rates(total, window, total(occasion, service, earlier.windows()), earlier));
            rhythm(answer, occasion, service, analyzed);
            List<Anomaly> own = AnomaliesNear.of(findings, occasion, window).of(service);
            answer.table(AnomalyRows.brief(own));
            own.stream()
                    .findFirst()
                    .ifPresent(anomaly ->
                            answer.next(Call.of("investigate_incident").with("id", anomaly.id())));
            return answer.next(Call.of("analyze_logs_pattern").with("service", service.value()))
                    .answer();
        });
    }

    private Optional<LineTotal> total(Occasion occasion, ServiceName service, List<TimeWindow> windows) {
        return windows.stream()
                .flatMap(window ->
                        findings.lines(occasion.settings().scope(), service, window).found().orElse(List.of()).stream())
                .reduce(LineTotal::plus);
    }

    private static Table rates(
            LineTotal now, TimeWindow window, Optional<LineTotal> before, Comparison.Earlier earlier) {
        Table.Rows rows = Table.of(
                "window", Column.name("lines"), Column.count("count"), Column.number("rate"), Column.number("usual"));
        row(rows, "all", LineTotal::lines, now, window, before, earlier);
        row(rows, "error", LineTotal::errors, now, window, before, earlier);
        row(rows, "warn", LineTotal::warnings, now, window, before, earlier);
        return rows.table();
    }

    private static void row(
            Table.Rows rows,
            String name,
            ToLongFunction<LineTotal> lines,
            LineTotal now,
            TimeWindow window,
            Optional<LineTotal> before,
            Comparison.Earlier earlier) {
        rows.row(
                Cell.of(name),
                Cell.of(lines.applyAsLong(now)),
                Cell.of(lines.applyAsLong(now) / MetricTables.seconds(window)),
                Cell.of(before.map(total -> lines.applyAsLong(total) / earlier.seconds())
                        .orElse(Double.NaN)));
    }

    /** The middle of the pauses between minutes with lines tells when the next line is due. */
    private void rhythm(Answer.Builder answer, Occasion occasion, ServiceName service, Analyzed analyzed) {
        Instant end = analyzed.window().end();
        List<Instant> active = findings.activeWindows(
                        occasion.settings().scope(), service, TimeWindow.before(end, RHYTHM))
                .found()
                .orElse(List.of());
        if (active.isEmpty()) {
            answer.fact("last", "no line in the two days before");
            return;
        }
        Times times = occasion.times(analyzed.window());
        Instant last = active.getLast();
        answer.fact("last", "lines in the minute of " + times.shown(last));
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < active.size(); i++) {
            pauses.add(Duration.between(active.get(i - 1), active.get(i)));
        }
        if (pauses.isEmpty()) {
            return;
        }
        Duration usual =
                pauses.stream().sorted().skip(pauses.size() / 2).findFirst().orElse(MINUTE);
        Instant due = last.plus(usual);
        answer.fact(
                "next_expected",
                usual.compareTo(MINUTE) <= 0
                        ? "every minute"
                        : times.shown(due) + ", as lines come every "
                                + Numbers.millis((double) usual.toMillis())
                                + (due.plus(usual).isBefore(analyzed.through()) ? ": overdue" : ""));
    }
}
