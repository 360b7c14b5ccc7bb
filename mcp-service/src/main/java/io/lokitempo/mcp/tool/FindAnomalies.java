package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Cursor;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What left its usual range, open and past. */
public final class FindAnomalies implements Tool {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST = 1_000;
    private static final int MOST_INCIDENTS = 200;

    private static final Declaration DECLARATION = Declaration.of(
            "find_anomalies",
            "Find anomalies",
            Effect.READS,
            "Anomalies of services, gravest first, open and past: what deviates, since when, by how much, "
                    + "with its incident and the change beside its onset.",
            """
            "service":{"type":"string"},
            "kind":{"type":"string","description":"error_rate, latency, new_pattern, pattern_rise, pattern_gone, log_flood, traffic_rise, traffic_drop, silence or restart_loop"},
            "severity":{"enum":["critical","warning","info"]},
            "state":{"enum":["open","resolved"]},
            %s,
            "limit":{"type":"integer"},
            "cursor":{"type":"string"}
            """.formatted(Occasion.TIME_RANGE),
            "anomalies");

    private final Findings findings;
    private final LiveSettings settings;
    private final Clock clock;

    public FindAnomalies(Findings findings, LiveSettings settings, Clock clock) {
        this.findings = findings;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public boolean answersFromFindings() {
        return true;
    }

    @Override
    public Outcome answer(Arguments arguments, Progress progress) {
        Occasion occasion = Occasion.of(arguments, settings, clock);
        TimeWindow window = occasion.window();
        Analysis analysis = new Analysis(findings, occasion);
        Optional<String> service = arguments.text("service");
        Answer.Builder answer = Answer.about(analysis.header(
                service.map(name -> "anomalies of " + Names.shown(name)).orElse("anomalies"),
                service.orElse(""),
                window));
        List<Anomaly> all = analysis.found(findings.anomalies(
                analysis.scope(),
                window,
                service.map(ServiceName::new).orElse(null),
                arguments.parsed("kind", text -> named(AnomalyKind.class, text)).orElse(null),
                choice(State.class, arguments, "state"),
                choice(Severity.class, arguments, "severity"),
                MOST));
        int skipped = occasion.cursor().map(Cursor::skip).orElse(0);
        int limit = arguments.whole("limit", DEFAULT_LIMIT, 1, MOST);
        List<Anomaly> page = all.stream().skip(skipped).limit(limit).toList();
        if (page.isEmpty()) {
            return empty(answer, analysis, service, window, skipped);
        }
        answer.fact("total", total(all));
        List<Incident> incidents = findings.incidents(analysis.scope(), window, MOST_INCIDENTS)
                .found()
                .orElse(List.of());
        Call self = arguments.asCall();
        answer.table(AnomalyRows.table(page, incidents, analysis.changes(reach(page, window))))
                .more(shown -> skipped + shown >= all.size()
                        ? null
                        : self.with("time_range", "")
                                .with(
                                        "cursor",
                                        Cursor.of(self, window, 0, skipped + shown)
                                                .toString()));
        return answer.next(Call.of("investigate_incident")
                        .with("id", page.getFirst().id()))
                .answer();
    }

    /** Of how many kinds and states there are how many in all of the window. */
    private static String total(List<Anomaly> all) {
        return (all.size() == MOST ? "the gravest " + MOST : all.size() + " in the window") + ", "
                + counts(all, Anomaly::state) + "; " + counts(all, Anomaly::kind);
    }

    private static String counts(List<Anomaly> all, Function<Anomaly, Enum<?>> by) {
        return all.stream()
                .collect(Collectors.groupingBy(
                        anomaly -> AnomalyRows.lower(by.apply(anomaly)), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** From the first onset on, which may lie before the window. */
    private static TimeWindow reach(List<Anomaly> page, TimeWindow window) {
        return page.stream()
                .map(Anomaly::onset)
                .min(Comparator.naturalOrder())
                .filter(first -> first.isBefore(window.start()))
                .map(first -> new TimeWindow(first, window.end()))
                .orElse(window);
    }

    private Outcome empty(
            Answer.Builder answer, Analysis analysis, Optional<String> service, TimeWindow window, int skipped) {
        Arguments arguments = analysis.occasion().arguments();
        if (skipped > 0) {
            return answer.fact("end", "no further anomalies in this window").answer();
        }
        boolean known = service.isEmpty()
                || analysis.found(findings.services(analysis.scope())).stream()
                        .anyMatch(one -> one.name().value().equals(service.get()));
        if (!known) {
            return answer.fact("empty", "never_seen: the analyzer knows no service " + Names.shown(service.get()))
                    .next(Call.of("list_services"))
                    .answer();
        }
        List<String> filters = new ArrayList<>();
        for (String filter : List.of("kind", "severity", "state")) {
            arguments.text(filter).ifPresent(value -> filters.add(filter + "=" + Names.shown(value)));
        }
        List<Anomaly> unfiltered = analysis.found(findings.anomalies(
                analysis.scope(), window, service.map(ServiceName::new).orElse(null), null, null, MOST));
        if (unfiltered.isEmpty()) {
            answer.fact("empty", "nothing deviated in what was analyzed of this window");
        } else {
            answer.fact(
                    "empty",
                    "filtered_out: " + unfiltered.size() + " anomalies, none with " + String.join(", ", filters));
            answer.next(arguments.asCall().with("kind", "").with("severity", "").with("state", ""));
        }
        return answer.next(Call.of("list_services")).answer();
    }

    private static <E extends Enum<E>> @Nullable E choice(Class<E> type, Arguments arguments, String name) {
        return arguments.has(name) ? named(type, arguments.choice(name, "")) : null;
    }

    private static <E extends Enum<E>> E named(Class<E> type, String text) {
        String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Arrays.stream(type.getEnumConstants())
                                .map(AnomalyRows::lower)
                                .collect(Collectors.joining(", "))
                        + " are accepted"));
    }
}
