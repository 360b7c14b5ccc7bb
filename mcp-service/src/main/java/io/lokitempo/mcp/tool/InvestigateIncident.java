package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Times;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.PatternTotal;
import io.lokitempo.mcp.link.Links;
import io.lokitempo.mcp.live.Traces;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One incident with its evidence: when, what suffers, who is suspect and why, how it spread, what is ruled out or unknown. */
public final class InvestigateIncident implements Tool {
    private static final Declaration DECLARATION = Declaration.of(
            "investigate_incident",
            "Investigate an incident",
            Effect.READS,
            "An incident with its evidence: onset, impact, ranked suspects, spread, what is ruled out and unknown, "
                    + "new log patterns, a trace. Without id and service: the worst open one. The first call when something is wrong.",
            """
            "id":{"type":"string","description":"inc-... or ano-..."},
            "service":{"type":"string","description":"the worst incident with it"},
            %s
            """.formatted(Occasion.TIME_RANGE),
            "impact",
            "suspects",
            "timeline",
            "patterns");

    private final Findings findings;
    private final Traces traces;
    private final LiveSettings settings;
    private final Links links;
    private final Redaction redaction;
    private final Clock clock;

    public InvestigateIncident(
            Findings findings, Traces traces, LiveSettings settings, Redaction redaction, Clock clock) {
        this.findings = findings;
        this.traces = traces;
        this.settings = settings;
        this.links = new Links(settings);
        this.redaction = redaction;
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
        Analysis analysis = new Analysis(findings, occasion);
        TimeWindow window = occasion.window();
        return new Cases(analysis)
                .asked(window)
                .map(found -> investigated(analysis, found))
                .orElseGet(() -> nothing(analysis, window));
    }

    private static Outcome nothing(Analysis analysis, TimeWindow window) {
        Arguments arguments = analysis.occasion().arguments();
        String of = arguments
                .text("service")
                .map(name -> " of " + Names.shown(name))
                .orElse("");
        return Answer.about(analysis.header("incidents", arguments.text("service", ""), window))
                .fact("empty", "no incident and no anomaly" + of + " in what was analyzed of this window")
                .next(Call.of("list_services"))
                .next(Call.of("find_anomalies").with("time_range", "7d"))
                .answer();
    }

    private Outcome investigated(Analysis analysis, Case found) {
        TimeWindow window = found.window();
        Times times = analysis.occasion().times(window);
        Answer.Builder answer = Answer.about(analysis.header(found.id() + " " + found.state(), "", window));
        answer.link(links.finding(found.id()));
        answer.fact("what", found.title());
        answer.fact("onset", onset(found, times));
        found.how().forEach(how -> answer.fact("chosen", how));
        CaseEvidence evidence = new CaseEvidence(analysis, found);
        answer.fact("spread", evidence.spread(times));
        evidence.callers().ifPresent(callers -> answer.fact("callers", callers));
        answer.table(evidence.suspects());
        answer.table(evidence.impact());
        answer.table(evidence.timeline(times));
        evidence.ruledOut().forEach(what -> answer.fact("ruled_out", what));
        List<PatternTotal> patterns = evidence.patterns();
        answer.table(evidence.table(patterns, redaction));
        Optional<TraceId> trace = evidence.trace();
        trace.ifPresent(id -> answer.fact("trace", id.hex() + described(id, window)));
        evidence.unknown().forEach(what -> answer.fact("unknown", what));
        return next(answer, found, patterns, trace).answer();
    }

    private static String onset(Case found, Times times) {
        String lasting = Numbers.millis((double) found.window().length().toMillis());
        return times.shown(found.onset()) + " to the minute, "
                + (found.state() == State.OPEN
                        ? "for " + lasting + " so far"
                        : "over at " + times.shown(found.end()) + " after " + lasting);
    }

    /** What the trace hangs on, where Tempo still has it. */
    private String described(TraceId id, TimeWindow window) {
        Duration padding = Duration.ofMinutes(15);
        TimeWindow around =
                new TimeWindow(window.start().minus(padding), window.end().plus(padding));
        return TraceWords.of(traces, id, around).map(words -> " " + words).orElse("");
    }

    private static Answer.Builder next(
            Answer.Builder answer, Case found, List<PatternTotal> patterns, Optional<TraceId> trace) {
        patterns.stream()
                .findFirst()
                .ifPresent(pattern -> answer.next(Call.of("query_logs")
                        .with("pattern_id", pattern.pattern().id())
                        .with("time_range", found.window().toString())
                        .with("limit", 5)));
        trace.ifPresent(id -> answer.next(Call.of("get_trace_details").with("trace_id", id.hex())));
        return answer.next(Call.of("get_service_metrics")
                .with("service_name", found.cause().value())
                .with("time_range", found.window().toString()));
    }

    /** Whether an anomaly is one of traffic, which is ruled out where there is none. */
    static boolean isTraffic(Anomaly anomaly) {
        return switch (anomaly.kind()) {
            case TRAFFIC_RISE, TRAFFIC_DROP -> true;
            case NEW_PATTERN, PATTERN_RISE, PATTERN_GONE, LOG_FLOOD, ERROR_RATE, LATENCY, SILENCE, RESTART_LOOP ->
                false;
        };
    }
}
