package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.finding.Analyzed;
import io.lokitempo.mcp.finding.Coverage;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.KnownService;
import io.lokitempo.mcp.finding.LineTotal;
import io.lokitempo.mcp.live.LiveServices;
import io.lokitempo.mcp.live.RequestNumbers;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which services there are, and which of them are in trouble. */
public final class ListServices implements Tool {
    private static final int ANOMALIES = 500;

    private static final Declaration DECLARATION = Declaration.of(
            "list_services",
            "List services",
            Effect.READS,
            "All services: those in trouble first with rate, errors, latency and their anomaly, silent ones with when "
                    + "they were last seen, healthy ones as names. Where to start when nothing is known.",
            Occasion.TIME_RANGE,
            "services",
            "silent");

    private final Findings findings;
    private final LiveServices live;
    private final LiveSettings settings;
    private final Clock clock;

    public ListServices(Findings findings, LiveServices live, LiveSettings settings, Clock clock) {
        this.findings = findings;
        this.live = live;
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
        return findings.coverage(occasion.settings().scope())
                .found()
                .flatMap(coverage -> stored(occasion, coverage))
                .orElseGet(() -> live(occasion));
    }

    /** Of whichever of logs and traces was analyzed; where both were, of the part that is common to both. */
    private Optional<Outcome> stored(Occasion occasion, Coverage coverage) {
        TimeWindow asked = occasion.window();
        Optional<Analyzed> traces = Analyzed.of(coverage, SourceId.Kind.TRACES, "", asked);
        Optional<Analyzed> logs = Analyzed.of(coverage, SourceId.Kind.LOGS, "", asked);
        return traces.or(() -> logs).map(analyzed -> stored(occasion, analyzed, traces, logs));
    }

    private Outcome stored(Occasion occasion, Analyzed analyzed, Optional<Analyzed> traces, Optional<Analyzed> logs) {
        Scope scope = occasion.settings().scope();
        Map<String, RequestNumbers> requests = traces.flatMap(
                        part -> findings.operations(scope, null, part.window()).found())
                .map(totals -> StoredNumbers.numbers(totals, StoredNumbers::service))
                .orElse(Map.of());
        Map<String, LineTotal> lines =
                logs.flatMap(part -> findings.lines(scope, null, part.window()).found()).orElse(List.of()).stream()
                        .collect(Collectors.toMap(total -> total.service().value(), total -> total));
        Map<String, List<Anomaly>> anomalies =
                anomalies(scope, new TimeWindow(analyzed.window().start(), occasion.now()));
        List<Standing> standings = findings.services(scope).found().orElse(List.of()).stream()
                .map(service -> standing(service, requests, lines, anomalies, analyzed.window()))
                .toList();
        List<String> marks = new ArrayList<>();
        if (traces.isEmpty() || logs.isEmpty()) {
            marks.add("without " + (traces.isEmpty() ? "requests: no traces" : "lines: no logs")
                    + " analyzed for this window");
        }
        Answer.Builder answer = Answer.about(occasion.precomputed("services", analyzed, marks));
        return answered(answer, new Standings(standings, analyzed.window(), true), "no anomaly in the window");
    }

    /** Gravest first, by service. */
    private Map<String, List<Anomaly>> anomalies(Scope scope, TimeWindow window) {
        return findings.anomalies(scope, window, null, null, null, ANOMALIES).found().orElse(List.of()).stream()
                .filter(anomaly -> !anomaly.muted())
                .collect(Collectors.groupingBy(anomaly -> anomaly.service().value()));
    }

    private static Standing standing(
            KnownService service,
            Map<String, RequestNumbers> requests,
            Map<String, LineTotal> lines,
            Map<String, List<Anomaly>> anomalies,
            TimeWindow window) {
        String name = service.name().value();
        LineTotal total = lines.get(name);
        List<Anomaly> all = anomalies.getOrDefault(name, List.of());
        Anomaly worst = all.stream()
                .filter(anomaly -> anomaly.state() == State.OPEN)
                .findFirst()
                .orElse(all.isEmpty() ? null : all.getFirst());
        Instant lastSeen = lastSeen(service);
        boolean silent = lastSeen != null
                && !lastSeen.isAfter(window.start())
                && !requests.containsKey(name)
                && (total == null || total.lines() == 0);
        return new Standing(
                name,
                requests.get(name),
                total == null ? Double.NaN : (double) total.lines(),
                total == null ? Double.NaN : (double) total.errors(),
                worst,
                all.size(),
                silent ? lastSeen : null);
    }

    private static @Nullable Instant lastSeen(KnownService service) {
        Instant log = service.lastLog();
        Instant span = service.lastSpan();
        if (log == null || span == null) {
            return log == null ? span : log;
        }
        return log.isAfter(span) ? log : span;
    }

    private Outcome live(Occasion occasion) {
        TimeWindow window = occasion.window();
        LiveServices.Found found = live.during(window);
        Map<String, RequestNumbers> requests = new HashMap<>();
        found.requests().forEach(numbers -> requests.put(numbers.name(), numbers));
        List<Standing> standings = found.names().stream()
                .map(name -> new Standing(
                        name,
                        requests.get(name),
                        found.lines().getOrDefault(name, Double.NaN),
                        found.errorLines().getOrDefault(name, Double.NaN),
                        null,
                        0,
                        found.silent().contains(name) ? Instant.EPOCH : null))
                .toList();
        Answer.Builder answer = Answer.about(occasion.header("services", window, "live", found.coverage()));
        found.queries().forEach(query -> answer.fact("ran", query));
        if (standings.isEmpty()) {
            return answer.fact(
                            "empty", "silent: neither Loki nor Tempo knows a service in this window or the day before")
                    .next(Call.of("check_environment"))
                    .answer();
        }
        return answered(answer, new Standings(standings, window, false), "no failed request and no error line");
    }

    /** @param healthy what being named as healthy means */
    private static Outcome answered(Answer.Builder answer, Standings standings, String healthy) {
        answer.fact("services", standings.counts());
        standings.healthy().ifPresent(names -> answer.fact("healthy", "(" + healthy + ") " + names));
        answer.table(standings.troubled()).table(standings.silent());
        standings.worst().ifPresent(worst -> {
            if (worst.anomaly() != null) {
                answer.next(Call.of("investigate_incident")
                        .with("id", worst.anomaly().id()));
            }
            answer.next(Call.of("get_service_metrics").with("service_name", worst.service()));
        });
        return answer.answer();
    }
}
