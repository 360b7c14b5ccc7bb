package io.lokitempo.lab.smoke;

import io.lokitempo.lab.smoke.Check.Verdict;
import io.lokitempo.lab.smoke.Expectation.Judgement;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Calls every tool over one connection, each with what an earlier one found. */
final class Tour {
    private static final Set<String> TOOLS = Set.of(
            "investigate_incident",
            "list_services",
            "find_anomalies",
            "compare_time_windows",
            "discover_fields",
            "get_service_map",
            "query_logs",
            "analyze_logs_pattern",
            "search_traces",
            "get_trace_details",
            "get_service_metrics",
            "correlate_logs_and_traces",
            "check_environment",
            "update_environment_settings",
            "export_data");
    private static final String RANGE = "30m";

    /** Categories of refusals that tell of an installation without an analyzer, not of a fault. */
    private static final Set<String> LACKING = Set.of("UNAVAILABLE", "NOT_CONFIGURED");

    private final String transport;
    private final McpSyncClient client;
    private final Consumer<Check> checks;

    /** @param checks takes each check as soon as it is done */
    Tour(String transport, McpSyncClient client, Consumer<Check> checks) {
        this.transport = transport;
        this.client = client;
        this.checks = checks;
    }

    void take() {
        if (check("connect", this::connect) == Verdict.FAILED) {
            return;
        }
        check("list tools", this::listTools);
        call("check_environment", Map.of(), Expectation.mentions("Loki", "Tempo"));
        Optional<Answer> logs = call("query_logs", Map.of("time_range", RANGE, "limit", 10), Expectation.rows());
        Optional<Answer> traces = call("search_traces", Map.of("time_range", RANGE, "limit", 10), Expectation.rows());
        call("analyze_logs_pattern", Map.of("time_range", RANGE), Expectation.rows());
        Optional<String> trace = traces.flatMap(Answer::traceId);
        callWith("get_trace_details", "trace_id", trace, Map.of());
        callWith("correlate_logs_and_traces", "trace_id", trace, Map.of());
        Optional<String> service = traces.flatMap(Tour::service).or(() -> logs.flatMap(Tour::service));
        callWith("get_service_metrics", "service_name", service, Map.of("time_range", RANGE));
        call("list_services", Map.of("time_range", RANGE), Expectation.mentions("healthy"));
        callWith("get_service_map", "service", service, Map.of("time_range", RANGE));
        callWith("compare_time_windows", "service", service, Map.of("time_range", RANGE));
        call("discover_fields", Map.of("source", "logs", "time_range", RANGE), Expectation.rows());
        callOfFindings("find_anomalies", Map.of("time_range", RANGE));
        callOfFindings("investigate_incident", Map.of());
        call(
                "export_data",
                Map.of("data_type", "logs", "time_range", "5m", "format", "ndjson"),
                Expectation.mentions("ndjson"));
        check("update_environment_settings", this::changeNothing);
        check("a wrong time range", this::refusal);
    }

    private static Optional<String> service(Answer answer) {
        return answer.first("service").or(() -> answer.first("service_name"));
    }

    private Judgement connect() {
        var server = client.initialize();
        Implementation name = server.serverInfo();
        return new Judgement(
                Verdict.PASSED, "%s %s, MCP %s".formatted(name.name(), name.version(), server.protocolVersion()));
    }

    private Judgement listTools() {
        List<Tool> tools = client.listTools().tools();
        Set<String> missing = new TreeSet<>(TOOLS);
        tools.forEach(tool -> missing.remove(tool.name()));
        if (!missing.isEmpty()) {
            return new Judgement(Verdict.FAILED, "missing: " + String.join(", ", missing));
        }
        String undescribed = tools.stream()
                .filter(tool -> tool.description() == null || tool.inputSchema() == null || tool.outputSchema() == null)
                .map(Tool::name)
                .collect(Collectors.joining(", "));
        return undescribed.isEmpty()
                ? new Judgement(Verdict.PASSED, tools.size() + " tools")
                : new Judgement(Verdict.FAILED, "without description or schemas: " + undescribed);
    }

    /** The answer, where there was data in it. */
    private Optional<Answer> call(String tool, Map<String, Object> arguments, Expectation expectation) {
        List<Answer> found = new ArrayList<>(1);
        check(tool, () -> {
            Answer answer = ask(tool, arguments);
            Judgement judgement = Expectation.judge(answer, expectation);
            if (judgement.verdict() == Verdict.PASSED) {
                found.add(answer);
            }
            return judgement;
        });
        return found.stream().findFirst();
    }

    /** A call about something that an earlier answer named; the answer has to name it too. */
    private void callWith(String tool, String argument, Optional<String> value, Map<String, Object> others) {
        if (value.isEmpty()) {
            checks.accept(new Check(transport, tool, Verdict.NO_DATA, 0, "not called: no " + argument + " was found"));
            return;
        }
        Map<String, Object> arguments = new HashMap<>(others);
        arguments.put(argument, value.get());
        call(tool, arguments, Expectation.mentions(value.get()));
    }

    /** A call that findings alone can answer: without an analyzer beside it a server says what is missing. */
    private void callOfFindings(String tool, Map<String, Object> arguments) {
        check(tool, () -> {
            Answer answer = ask(tool, arguments);
            boolean lacks = answer.isError() && LACKING.stream().anyMatch(answer.text()::startsWith);
            return lacks
                    ? new Judgement(Verdict.NO_DATA, answer.firstLine())
                    : Expectation.judge(answer, told -> new Judgement(Verdict.PASSED, told.firstLine()));
        });
    }

    /** Nothing is asked to change, so that either the settings or a refusal that says what it takes will do. */
    private Judgement changeNothing() {
        Answer answer = ask("update_environment_settings", Map.of());
        return answer.text().isBlank()
                ? new Judgement(Verdict.FAILED, "no text")
                : new Judgement(Verdict.PASSED, answer.firstLine());
    }

    private Judgement refusal() {
        Answer answer = ask("query_logs", Map.of("time_range", "some day"));
        if (!answer.isError()) {
            return new Judgement(Verdict.FAILED, "was not refused: " + answer.firstLine());
        }
        return answer.text().contains("some day")
                ? new Judgement(Verdict.PASSED, answer.firstLine())
                : new Judgement(Verdict.FAILED, "the refusal does not say what was sent: " + answer.firstLine());
    }

    private Answer ask(String tool, Map<String, Object> arguments) {
        return Answer.of(client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build()));
    }

    private Verdict check(String name, Callable<Judgement> trial) {
        long begun = System.nanoTime();
        Judgement judgement;
        try {
            judgement = trial.call();
        } catch (Exception e) {
            judgement = new Judgement(Verdict.FAILED, innermost(e));
        }
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        checks.accept(new Check(transport, name, judgement.verdict(), millis, judgement.reason()));
        return judgement.verdict();
    }

    // The client wraps what happened in layers that say nothing.
    private static String innermost(Throwable thrown) {
        Throwable told = thrown;
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            told = cause.getMessage() == null ? told : cause;
        }
        return told.toString().lines().findFirst().orElse("");
    }
}
