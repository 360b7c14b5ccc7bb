package io.lokitempo.truth;

import io.lokitempo.lab.shop.Telemetry;
import io.lokitempo.lab.shop.scenario.GroundTruth;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Span;
import io.lokitempo.truth.Agent.Answer;
import io.lokitempo.truth.Check.Protocol;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What an agent asks about a play, each answer held against what happened. */
final class Questions {
    /** Pages that hold all there is: what is checked is the facts, not how many fit. */
    private static final int ROOM = 20_000;

    private static final int MANY = 1_000;

    private final Agent agent;
    private final GroundTruth cause;
    private final Truth now;
    private final Truth before;
    private final String range;
    private final Protocol protocol = new Protocol();

    private Questions(Play play, Agent agent, Telemetry told) {
        this.agent = agent;
        this.cause = play.truth();
        this.now = Truth.of(told, play.struck());
        this.before = Truth.of(told, play.before());
        this.range = play.struck().toString();
    }

    static List<Check> asked(Play play, Agent agent, Telemetry told) {
        Questions questions = new Questions(play, agent, told);
        questions.listServices();
        questions.serviceMetrics();
        questions.patterns();
        questions.queryLogs();
        questions.searchTraces();
        questions.oneTrace();
        questions.serviceMap();
        questions.compareWindows();
        questions.exportData();
        questions.discoverFields();
        if (questions.cause.quiet()) {
            questions.nothingIsGrave();
        } else {
            questions.findAnomalies();
            questions.investigate();
        }
        return questions.protocol.checks();
    }

    /** The service that is at fault, or where that one tells nothing itself, the first that it shows at. */
    private String subject() {
        return now.services().contains(cause.service())
                ? cause.service()
                : cause.expected().getFirst().service();
    }

    private void precomputed(String tool, Answer answer) {
        protocol.that(
                tool,
                "source",
                answer.isPrecomputed(),
                answer.isRefused()
                        ? answer.text()
                        : answer.structure().path("source").asString(""),
                "precomputed");
    }

    // what findings tell

    private void listServices() {
        String tool = "list_services";
        Answer answer = agent.ask(tool, "time_range", range, "max_tokens", ROOM);
        precomputed(tool, answer);
        Set<String> named = new TreeSet<>();
        answer.rows("services").forEach(row -> named.add(text(row, "service")));
        Set<String> silent =
                answer.rows("silent").stream().map(row -> text(row, "service")).collect(Collectors.toSet());
        named.addAll(silent);
        String healthy = answer.fact("healthy").replaceFirst("^\\([^)]*\\) ", "");
        for (String name : healthy.split(", ", -1)) {
            named.add(name.replaceFirst("\\(.*", ""));
        }
        named.remove("");
        protocol.equal(tool, "services", named, now.services());
        protocol.equal(
                tool,
                "silent",
                new TreeSet<>(silent),
                now.services().stream()
                        .filter(service -> now.linesOf(service).isEmpty()
                                && now.requestsOf(service).isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new)));
        answer.rows("services").forEach(row -> {
            String service = text(row, "service");
            protocol.equal(tool, service + " lines", number(row, "lines"), (double)
                    now.linesOf(service).size());
            requests(tool, service + " ", row, now.requestsOf(service));
        });
    }

    private void serviceMetrics() {
        String tool = "get_service_metrics";
        for (String service : now.services()) {
            List<Span> requests = now.requestsOf(service);
            if (requests.isEmpty()) {
                continue;
            }
            Answer answer = agent.ask(tool, "service", service, "time_range", range, "max_tokens", ROOM);
            precomputed(tool, answer);
            Optional<Map<String, JsonNode>> window = answer.row("window", "of", "window");
            if (window.isEmpty()) {
                protocol.that(tool, service, false, answer.text(), requests.size() + " requests");
                continue;
            }
            Map<String, JsonNode> row = window.get();
            protocol.equal(tool, service + " requests", number(row, "requests"), (double) requests.size());
            protocol.rounded(tool, service + " max", number(row, "max_ms"), last(Truth.millis(requests)));
            requests(tool, service + " ", row, requests);
        }
    }

    /** Rate, errors and percentiles of a row; a percentile that is {@code few} claims nothing. */
    private void requests(String tool, String of, Map<String, JsonNode> row, List<Span> requests) {
        if (requests.isEmpty()) {
            return;
        }
        protocol.rounded(
                tool,
                of + "rate",
                number(row, "rate"),
                requests.size() / (double) now.window().length().toSeconds());
        protocol.rounded(tool, of + "errors", number(row, "errors_percent"), Truth.errorPercent(requests));
        double[] sorted = Truth.millis(requests);
        percentile(tool, of, row, "p50_ms", .5, sorted);
        percentile(tool, of, row, "p95_ms", .95, sorted);
        percentile(tool, of, row, "p99_ms", .99, sorted);
    }

    private void percentile(
            String tool, String of, Map<String, JsonNode> row, String column, double quantile, double[] sorted) {
        if (row.containsKey(column) && row.get(column).isNumber()) {
            protocol.percentile(tool, of + column, number(row, column), quantile, sorted);
        }
    }

    private void serviceMap() {
        String tool = "get_service_map";
        Answer answer = agent.ask(tool, "time_range", range, "max_tokens", ROOM);
        precomputed(tool, answer);
        Map<String, String> told = new TreeMap<>();
        answer.rows("calls")
                .forEach(row -> told.put(
                        text(row, "caller") + " > " + text(row, "callee"),
                        (long) number(row, "calls") + " calls, "
                                + Math.round(number(row, "errors_percent") * number(row, "calls") / 100) + " errors"));
        Map<String, String> happened = new TreeMap<>();
        now.calls()
                .forEach((edge, calls) -> happened.put(
                        edge,
                        calls.size() + " calls, "
                                + calls.stream().filter(Span::isError).count() + " errors"));
        told.keySet().removeIf(edge -> edge.startsWith("unknown > "));
        Set<String> edges = new TreeSet<>(told.keySet());
        edges.addAll(happened.keySet());
        edges.forEach(edge -> protocol.equal(tool, edge, told.get(edge), happened.get(edge)));
    }

    private void compareWindows() {
        String tool = "compare_time_windows";
        Answer answer = agent.ask(tool, "time_range", range, "compare_to", "previous", "max_tokens", ROOM);
        precomputed(tool, answer);
        answer.rows("shifts").forEach(row -> {
            String service = text(row, "service");
            String operation = text(row, "operation");
            List<Span> after = operation(now, service, operation);
            List<Span> earlier = operation(before, service, operation);
            String of = service + " " + operation + " ";
            protocol.equal(tool, of + "requests", number(row, "requests"), (double) after.size());
            if (!after.isEmpty()) {
                protocol.rounded(tool, of + "errors", number(row, "errors_percent"), Truth.errorPercent(after));
                percentile(tool, of, row, "p95_ms", .95, Truth.millis(after));
                percentile(tool, of, row, "p99_ms", .99, Truth.millis(after));
            }
            if (!earlier.isEmpty()) {
                protocol.rounded(
                        tool, of + "errors before", number(row, "errors_before_percent"), Truth.errorPercent(earlier));
                percentile(tool, of, row, "p95_before_ms", .95, Truth.millis(earlier));
            }
        });
        if (tells()) {
            long lines = 0;
            long linesBefore = 0;
            for (Map<String, JsonNode> row : answer.rows("patterns")) {
                if (text(row, "service").equals(cause.service())
                        && Truth.saying(loosely()).test(text(row, "text"))) {
                    lines += (long) number(row, "lines");
                    linesBefore += (long) number(row, "before");
                }
            }
            if (lines + linesBefore > 0) { // what changed little is not listed
                protocol.equal(tool, "lines that tell", lines, told(now));
                protocol.equal(tool, "lines that tell, before", linesBefore, told(before));
            }
        }
    }

    private static List<Span> operation(Truth truth, String service, String operation) {
        return truth.requestsOf(service).stream()
                .filter(span -> span.operation().equals(operation))
                .toList();
    }

    private boolean tells() {
        return !cause.template().isEmpty();
    }

    private long told(Truth truth) {
        return truth.linesSaying(cause.service(), cause.template()).size();
    }

    /** The template's own words up to its first variable: a mined one writes variables in its own way. */
    private String loosely() {
        return cause.template().split("<\\*>", 2)[0].strip();
    }

    private void findAnomalies() {
        String tool = "find_anomalies";
        Answer answer = agent.ask(tool, "time_range", range, "limit", MANY, "max_tokens", ROOM);
        precomputed(tool, answer);
        Set<String> told = answer.rows("anomalies").stream()
                .map(row -> text(row, "service") + " " + text(row, "kind"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = cause.expected().stream()
                .map(sign -> sign.service() + " " + sign.kind().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        protocol.that(
                tool,
                "sign",
                expected.stream().anyMatch(told::contains),
                answer.isRefused() ? answer.text() : told,
                "one of " + expected);
    }

    private void nothingIsGrave() {
        String tool = "find_anomalies";
        Answer answer = agent.ask(tool, "time_range", range, "limit", MANY, "max_tokens", ROOM);
        precomputed(tool, answer);
        List<String> grave = answer.rows("anomalies").stream()
                .filter(row -> !text(row, "severity").equals("info"))
                .map(row -> text(row, "service") + " " + text(row, "kind"))
                .toList();
        protocol.equal(tool, "grave", grave, List.of());
    }

    private void investigate() {
        String tool = "investigate_incident";
        Answer answer = agent.ask(tool, "max_tokens", ROOM);
        precomputed(tool, answer);
        List<String> suspects = answer.rows("suspects").stream()
                .map(row -> text(row, "service"))
                .toList();
        protocol.that(
                tool,
                "first suspect",
                !suspects.isEmpty() && suspects.getFirst().equals(cause.service()),
                suspects.isEmpty() ? answer.text() : suspects,
                cause.service());
        // The incident begins with the play or a little later: counted is from its own onset on.
        String onset = answer.structure().path("start").asString("");
        if (!onset.isEmpty()
                && OffsetDateTime.parse(onset).toInstant().equals(now.window().start())) {
            answer.rows("impact").forEach(row -> impact(tool, row));
        }
    }

    private void impact(String tool, Map<String, JsonNode> row) {
        String service = text(row, "service");
        List<Span> requests = now.requestsOf(service);
        protocol.equal(tool, service + " failed", number(row, "failed"), (double)
                requests.stream().filter(Span::isError).count());
        requests(tool, service + " ", row, requests);
    }

    // what is counted and mined

    private void patterns() {
        String service = subject();
        Map<String, Long> precomputed = patterns(service, "precomputed");
        Map<String, Long> live = patterns(service, "simple");
        Set<String> both = new TreeSet<>(precomputed.keySet());
        both.retainAll(live.keySet());
        both.forEach(id -> protocol.equal(
                "analyze_logs_pattern", "live " + id + " as precomputed", live.get(id), precomputed.get(id)));
    }

    private Map<String, Long> patterns(String service, String type) {
        String tool = "analyze_logs_pattern";
        Answer answer =
                agent.ask(tool, "service", service, "time_range", range, "pattern_type", type, "max_tokens", ROOM);
        protocol.equal(tool, type + " source", answer.isPrecomputed(), type.equals("precomputed"));
        Map<String, Long> counts = new HashMap<>();
        answer.rows("patterns").forEach(row -> counts.put(text(row, "pattern"), (long) number(row, "count")));
        long other = other(answer.fact("lines"));
        protocol.equal(
                tool,
                type + " lines of all patterns",
                counts.values().stream().mapToLong(Long::longValue).sum() + other,
                (long) now.linesOf(service).size());
        if (tells() && service.equals(cause.service())) {
            protocol.equal(
                    tool,
                    type + " lines that tell",
                    answer.rows("patterns").stream()
                            .filter(row -> Truth.saying(cause.template()).test(text(row, "sample")))
                            .mapToLong(row -> (long) number(row, "count"))
                            .sum(),
                    told(now));
        }
        return counts;
    }

    /** {@code 607, 7 patterns, 12 lines in none}. */
    private static long other(String lines) {
        String[] parts = lines.split(", ", -1);
        return parts.length < 3 ? 0 : Long.parseLong(parts[2].replaceAll("\\D", ""));
    }

    private void queryLogs() {
        String tool = "query_logs";
        String service = subject();
        Answer lines = agent.ask(tool, "service", service, "time_range", range, "limit", 1);
        int happened = now.linesOf(service).size();
        protocol.equal(
                tool,
                "total",
                happened == 0 ? lines.fact("total") : lines.fact("total").split(" ", 2)[0],
                happened == 0 ? "" : "" + happened);
        Answer counted = agent.ask(
                tool,
                "query",
                "sum by (service_name) (count_over_time({service_name=~\".+\"}["
                        + now.window().length().toSeconds() + "s]))",
                "step",
                "none",
                "time_range",
                range,
                "max_tokens",
                ROOM);
        Map<String, Long> told = new TreeMap<>();
        answerValues(counted)
                .forEach(row -> told.put(
                        row.get(0).asString("").replace("service_name=", ""),
                        row.get(1).asLong()));
        // A range vector is open at its start and closed at its end.
        protocol.equal(
                tool,
                "lines by service",
                told,
                now.told().lines().stream()
                        .filter(line -> line.timestampNanos() > now.window().startNanos()
                                && line.timestampNanos() <= now.window().endNanos())
                        .collect(Collectors.groupingBy(Truth::nameOf, TreeMap::new, Collectors.counting())));
    }

    private static List<JsonNode> answerValues(Answer answer) {
        return answer.structure().at("/tables/values/rows").valueStream().toList();
    }

    private void searchTraces() {
        String tool = "search_traces";
        for (String service : now.services()) {
            List<Span> failed =
                    now.spans(span -> span.isError() && span.service().value().equals(service));
            if (!failed.isEmpty()) {
                Answer answer = agent.ask(
                        tool,
                        "service_name",
                        service,
                        "tags",
                        Map.of("error", "true"),
                        "time_range",
                        range,
                        "limit",
                        1);
                protocol.equal(
                        tool, service + " failed spans", answer.fact("total").split(" ", 2)[0], "" + failed.size());
            }
        }
    }

    /** The largest trace with a failure of the service that is at fault, else the largest of all. */
    private void oneTrace() {
        Map<String, Long> sizes = now.spans().stream()
                .collect(Collectors.groupingBy(span -> span.traceId().hex(), Collectors.counting()));
        Set<String> failed = now
                .spans(span -> span.isError() && span.service().value().equals(subject()))
                .stream()
                .map(span -> span.traceId().hex())
                .collect(Collectors.toSet());
        String trace = sizes.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<String, Long> entry) -> failed.contains(entry.getKey()))
                        .thenComparing(Map.Entry::getValue)
                        .thenComparing(Map.Entry::getKey))
                .orElseThrow()
                .getKey();
        List<Span> spans = now.spansOfTrace(trace);
        long errors = spans.stream().filter(Span::isError).count();
        Answer details = agent.ask("get_trace_details", "trace_id", trace, "max_tokens", ROOM);
        protocol.that(
                "get_trace_details",
                "spans and errors",
                details.fact("trace").startsWith(spans.size() + " spans, " + errors + " errors"),
                details.isRefused() ? details.text() : details.fact("trace"),
                spans.size() + " spans, " + errors + " errors");
        Map<String, Long> byService = new TreeMap<>();
        details.rows("services").forEach(row -> byService.put(text(row, "service"), (long) number(row, "spans")));
        protocol.equal(
                "get_trace_details",
                "spans by service",
                byService,
                spans.stream()
                        .collect(Collectors.groupingBy(
                                span -> span.service().value(), TreeMap::new, Collectors.counting())));
        List<LogLine> lines = now.linesOfTrace(trace);
        Answer correlated = agent.ask("correlate_logs_and_traces", "trace_id", trace, "max_tokens", ROOM);
        protocol.equal(
                "correlate_logs_and_traces",
                "lines by service",
                correlated.rows("lines").stream()
                        .collect(Collectors.groupingBy(
                                row -> text(row, "service"), TreeMap::new, Collectors.counting())),
                lines.stream().collect(Collectors.groupingBy(Truth::nameOf, TreeMap::new, Collectors.counting())));
    }

    private void exportData() {
        String tool = "export_data";
        String service = subject();
        Answer answer = agent.ask(
                tool,
                "data_type",
                "logs",
                "query",
                "{service_name=\"" + service + "\"}",
                "time_range",
                range,
                "format",
                "ndjson");
        protocol.equal(
                tool, "rows", answer.fact("rows"), "" + now.linesOf(service).size());
    }

    private void discoverFields() {
        String tool = "discover_fields";
        Answer answer =
                agent.ask(tool, "source", "traces", "field", "service.name", "time_range", range, "max_tokens", ROOM);
        Map<String, Long> told = new TreeMap<>();
        answer.rows("values").forEach(row -> told.put(text(row, "text"), (long) number(row, "count")));
        protocol.equal(
                tool,
                "spans by service",
                told,
                now.spans().stream()
                        .collect(Collectors.groupingBy(
                                span -> span.service().value(), TreeMap::new, Collectors.counting())));
    }

    private static String text(Map<String, JsonNode> row, String column) {
        JsonNode cell = row.get(column);
        return cell == null ? "" : cell.asString("");
    }

    /** NaN where there is none. */
    private static double number(Map<String, JsonNode> row, String column) {
        JsonNode cell = row.get(column);
        return cell == null || !cell.isNumber() ? Double.NaN : cell.asDouble();
    }

    private static double last(double[] sorted) {
        return sorted[sorted.length - 1];
    }
}
