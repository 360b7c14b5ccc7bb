package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Scope;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.Refusal.Category;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.export.Export;
import io.lokitempo.mcp.export.Exports;
import io.lokitempo.mcp.export.Format;
import io.lokitempo.mcp.export.Source;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.StoredSources;
import io.lokitempo.mcp.live.LiveSources;
import io.lokitempo.mcp.live.LogQuery;
import io.lokitempo.mcp.live.Logs;
import io.lokitempo.mcp.live.TraceQuery;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** All rows of something as a file to download. */
public final class ExportData implements Tool {
    private static final Declaration DECLARATION = Declaration.of(
            "export_data",
            "Export data",
            Effect.ADDS_FILE,
            "Writes all rows to a file in the export folder and gives a download link. Long exports go on after the "
                    + "answer: ask again with export_id.",
            """
            "data_type":{"enum":["logs","traces","patterns","metrics","anomalies"]},
            "query":{"type":"string","description":"LogQL; TraceQL of traces; either of metrics; or a service: its precomputed metrics, patterns, anomalies"},
            %s,
            "format":{"enum":["json","ndjson","csv"]},
            "output_file":{"type":"string","description":"a file name without path"},
            "export_id":{"type":"string"}
            """.formatted(Occasion.TIME_RANGE));

    private static final Duration PATIENCE = Duration.ofSeconds(18);

    private final Exports exports;
    private final LiveSources live;
    private final StoredSources stored;
    private final Findings findings;
    private final Logs logs;
    private final LiveSettings settings;
    private final Clock clock;

    public ExportData(
            Exports exports,
            LiveSources live,
            StoredSources stored,
            Findings findings,
            Logs logs,
            LiveSettings settings,
            Clock clock) {
        this.exports = exports;
        this.live = live;
        this.stored = stored;
        this.findings = findings;
        this.logs = logs;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Outcome answer(Arguments arguments, Progress progress) {
        Occasion occasion = Occasion.of(arguments, settings, clock);
        TimeWindow window = occasion.window();
        Export export = arguments
                .text("export_id")
                .map(id -> known(id, arguments))
                .orElseGet(() -> started(occasion, window, progress));
        return answered(occasion, window, export);
    }

    private Export known(String id, Arguments arguments) {
        return exports.find(id)
                .orElseThrow(() -> arguments.refused(
                        "export_id", "is no export of yours, or its file was removed at the end of EXPORT_LIFETIME"));
    }

    private Export started(Occasion occasion, TimeWindow window, Progress progress) {
        Arguments arguments = occasion.arguments();
        Format format = Format.valueOf(arguments.choice("format", "json").toUpperCase(Locale.ROOT));
        String file = arguments.text("output_file", "");
        if (!file.isEmpty()) {
            Exports.refused(file).ifPresent(why -> {
                throw arguments.refused("output_file", why);
            });
        }
        try {
            return exports.start(
                    file, format, source(occasion, window, progress), PATIENCE, export -> told(export, progress));
        } catch (FileAlreadyExistsException _) {
            throw arguments.refused("output_file", "is there already, and files are not written over");
        } catch (IOException e) {
            throw new RefusedException(new Refusal(
                    Category.UNAVAILABLE,
                    "the export folder EXPORT_DIR cannot be written: " + e.getMessage(),
                    arguments.asCall().toString(),
                    Call.of("check_environment"),
                    false));
        }
    }

    private static void told(Export export, Progress progress) {
        double done = (double) export.rows();
        progress.report(done, done + 1, export.rows() + " rows written"); // how many there are is not known
    }

    private Source source(Occasion occasion, TimeWindow window, Progress progress) {
        Arguments arguments = occasion.arguments();
        String query = arguments.text("query", "");
        Call self = arguments.asCall();
        return switch (arguments.choice("data_type", "logs")) {
            case "traces" -> live.traces(query.isEmpty() ? TraceQuery.of(List.of()) : new TraceQuery(query), window);
            case "patterns" -> patterns(query, window, progress, self);
            case "metrics" -> metrics(occasion, query, window);
            case "anomalies" -> stored.anomalies(scope(), query.isEmpty() ? null : new ServiceName(query), window);
            default -> live.logs(logQuery(query, window, self), window, self);
        };
    }

    private Scope scope() {
        return settings.current().scope();
    }

    /** Whether the analyzer knows a service of this name, or all are meant; never where there is no database. */
    private boolean isService(String query) {
        return findings.services(scope())
                .found()
                .filter(known -> query.isEmpty()
                        ? !known.isEmpty()
                        : known.stream()
                                .anyMatch(service -> service.name().value().equals(query)))
                .isPresent();
    }

    private Source patterns(String query, TimeWindow window, Progress progress, Call self) {
        return isService(query)
                ? stored.patterns(scope(), query.isEmpty() ? null : new ServiceName(query), window)
                : live.patterns(logQuery(query, window, self), window, progress, self);
    }

    private LogQuery logQuery(String query, TimeWindow window, Call self) {
        return logs.query(query, null, null, window, self);
    }

    private Source metrics(Occasion occasion, String query, TimeWindow window) {
        if (isService(query)) {
            return stored.metrics(scope(), query.isEmpty() ? null : new ServiceName(query), window);
        }
        TraceQuery traceql = new TraceQuery(query);
        Duration step = step(window);
        if (traceql.isMetric()) {
            return live.metrics(traceql, window, step);
        }
        if (query.isEmpty()) {
            throw occasion.arguments()
                    .refused(
                            "query",
                            "a LogQL or TraceQL metric query is needed where nothing is precomputed",
                            "sum by (service_name) (count_over_time({service_name=~\".+\"}[1m]))");
        }
        Call self = occasion.arguments().asCall();
        return live.metrics(logQuery(query, window, self), window, step, self);
    }

    /** Fine enough to draw, coarse enough for a week in one file. */
    private static Duration step(TimeWindow window) {
        if (window.length().compareTo(Duration.ofDays(1)) <= 0) {
            return Duration.ofMinutes(1);
        }
        return window.length().compareTo(Duration.ofDays(7)) <= 0 ? Duration.ofMinutes(5) : Duration.ofHours(1);
    }

    private static Outcome answered(Occasion occasion, TimeWindow window, Export export) {
        Answer.Builder answer = Answer.about(
                        occasion.header("export " + export.id(), window, export.origin(), export.missing()))
                .fact("state", export.state().name().toLowerCase(Locale.ROOT))
                .fact("rows", Long.toString(export.rows()))
                .fact("format", export.format().name().toLowerCase(Locale.ROOT))
                .fact("file", export.file());
        return switch (export.state()) {
            case DONE ->
                answer.fact("bytes", Numbers.bytes(export.bytes()))
                        .fact(
                                "kept",
                                occasion.settings()
                                        .exportBounds()
                                        .lifetime()
                                        .toString()
                                        .substring(2)
                                        .toLowerCase(Locale.ROOT))
                        .link("/exports/" + export.id())
                        .answer();
            case RUNNING ->
                answer.next(Call.of("export_data").with("export_id", export.id()))
                        .answer();
            case FAILED -> answer.fact("failure", export.failure()).answer();
        };
    }
}
