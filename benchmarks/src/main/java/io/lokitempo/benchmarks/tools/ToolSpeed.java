package io.lokitempo.benchmarks.tools;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Measures every reading tool under one, sixteen and sixty-four clients. */
public final class ToolSpeed {
    private static final Duration START = Duration.ofMinutes(6);
    private static final int WARMING_CLIENTS = 4;
    private static final Pattern TRACE = Pattern.compile("\\b[0-9a-f]{32}\\b");
    private static final Pattern CPU = Pattern.compile("(?m)^process_cpu_time_ns_total(?:\\{[^}]*})? ([0-9.E+]+)");
    private static final Pattern HEAP = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E+]+)");
    private static final Set<String> KNOWN = Set.of(
            "analyze_logs_pattern",
            "get_service_metrics",
            "query_logs",
            "search_traces",
            "get_trace_details",
            "correlate_logs_and_traces",
            "list_services",
            "find_anomalies",
            "investigate_incident",
            "get_service_map",
            "compare_time_windows",
            "discover_fields");

    private final URI server;
    private final Optional<String> token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private ToolSpeed(URI server, Optional<String> token) {
        this.server = server;
        this.token = token;
    }

    /** {@code [--url URL] [--token TOKEN] [--clients 1,16,64] [--seconds 4]}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> options = options(args);
        int[] clients = Arrays.stream(options.getOrDefault("clients", "1,16,64").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        double seconds = Double.parseDouble(options.getOrDefault("seconds", "4"));
        Optional<String> token = Optional.ofNullable(options.get("token"));
        String url = options.get("url");
        if (url != null) {
            new ToolSpeed(URI.create(url), token).measure(clients, seconds);
            return;
        }
        try (OwnSystem system = OwnSystem.start(Path.of(System.getProperty("lokitempo.root", ".")))) {
            ToolSpeed speed = new ToolSpeed(system.mcp(), token);
            speed.awaitFindings(system);
            speed.measure(clients, seconds);
        }
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new java.util.HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].matches("--(url|token|clients|seconds)") || i + 1 == args.length) {
                throw new IllegalArgumentException(
                        "use: ./bench tools [--url URL] [--token TOKEN] [--clients 1,16,64] [--seconds 4]");
            }
            options.put(args[i].substring(2), args[i + 1]);
        }
        return options;
    }

    /** Waits until the analyzer has read enough that a question of half an hour is answered from findings. */
    private void awaitFindings(OwnSystem system) throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            system.check();
            try {
                Session session = session();
                if (session.call(
                                "analyze_logs_pattern",
                                Map.of(
                                        "time_range",
                                        "30m",
                                        "service",
                                        services(session).getFirst()))
                        .source()
                        .startsWith("precomputed")) {
                    return;
                }
            } catch (IOException | IllegalStateException e) {
                System.err.println("waiting for the system: " + e);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nothing is precomputed after " + START.toMinutes() + " min");
            }
            Thread.sleep(Duration.ofSeconds(5));
        }
    }

    private Session session() throws IOException, InterruptedException {
        return new Session(http, server, token);
    }

    /** Those with a trace in the last half hour, the busiest first. */
    private static List<String> services(Session session) throws IOException, InterruptedException {
        JsonNode rows = table(session.call("search_traces", Map.of("time_range", "30m", "limit", 50)), "services");
        if (rows.isEmpty()) {
            throw new IllegalStateException("no trace of the last 30 min");
        }
        return rows.valueStream().map(row -> row.get(0).asString()).distinct().toList();
    }

    private static JsonNode table(Session.Answer answer, String name) {
        return answer.result().at("/structuredContent/tables/" + name + "/rows");
    }

    private static String trace(Session session) throws IOException, InterruptedException {
        Matcher trace = TRACE.matcher(session.call("search_traces", Map.of("time_range", "30m", "limit", 5))
                .text());
        if (!trace.find()) {
            throw new IllegalStateException("no trace of the last 30 min");
        }
        return trace.group();
    }

    private void measure(int[] clients, double seconds) throws IOException, InterruptedException {
        Session first = session();
        List<Question> questions = Question.about(services(first), trace(first), offered(first));
        System.out.printf("%s, heap %s%n", server, heap());
        warmUp(questions, seconds / 2);
        List<Load> loads = new ArrayList<>();
        for (int count : clients) {
            List<Session> sessions = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sessions.add(session());
            }
            for (Question question : questions) {
                Load warm = Load.of(question, sessions, 2, () -> Double.NaN);
                double each = Math.max(.002, warm.quantile(.5) / 1e3);
                int calls = (int) Math.clamp(seconds / each, 3, 2_000);
                Load load = Load.of(question, sessions, calls, this::cpuSeconds);
                loads.add(load);
                System.out.println(load);
            }
            System.out.printf("after %d clients: heap %s%n", count, heap());
        }
        System.out.println(figure(loads));
    }

    /** A server that started a moment ago still compiles what it runs; every question is asked for a while first. */
    private void warmUp(List<Question> questions, double seconds) throws IOException, InterruptedException {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < WARMING_CLIENTS; i++) {
            sessions.add(session());
        }
        int calls = 0;
        for (Question question : questions) {
            long until = System.nanoTime() + (long) (seconds * 1e9);
            while (System.nanoTime() < until) {
                calls +=
                        Load.of(question, sessions, 1, () -> Double.NaN).nanos().size();
            }
        }
        System.out.printf("warmed up by %d calls%n", calls);
    }

    private static Set<String> offered(Session session) throws IOException, InterruptedException {
        Set<String> offered = new java.util.TreeSet<>();
        for (String tool : KNOWN) {
            try {
                var _ = session.call(tool, Map.of("time_range", "1m"));
                offered.add(tool);
            } catch (IOException e) {
                System.out.println("not measured: " + e.getMessage());
            }
        }
        return offered;
    }

    private String heap() throws IOException, InterruptedException {
        return "%.0f MB".formatted(measured(HEAP) / 1e6);
    }

    private double cpuSeconds() {
        try {
            return measured(CPU) / 1e9;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the server does not tell its processor time", e);
        }
    }

    /** The sum of what the server tells of itself; NaN where it tells nothing. */
    private double measured(Pattern what) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/actuator/prometheus"));
        token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
        String metrics =
                http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        return what.matcher(metrics)
                .results()
                .mapToDouble(part -> Double.parseDouble(part.group(1)))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    private static double slowest(List<Load> loads, boolean varied) {
        return loads.stream()
                .filter(load -> load.clients() == 16
                        && load.isPrecomputed()
                        && load.question().isVaried() == varied)
                .mapToDouble(load -> load.quantile(.95))
                .max()
                .orElse(Double.NaN);
    }

    private static String figure(List<Load> loads) {
        double live = median(loads, "patterns live");
        double precomputed = median(loads, "patterns precomputed");
        double varied = median(loads, "patterns, varied");
        return ("precomputed, 16 clients: slowest p95 %.1f ms, varied %.1f ms; "
                        + "patterns live/precomputed, 1 client: %.0f ms / %.1f ms = %.0fx, varied %.1f ms = %.0fx")
                .formatted(
                        slowest(loads, false),
                        slowest(loads, true),
                        live,
                        precomputed,
                        live / precomputed,
                        varied,
                        live / varied);
    }

    private static double median(List<Load> loads, String question) {
        return loads.stream()
                .filter(load -> load.clients() == 1 && load.question().name().equals(question))
                .mapToDouble(load -> load.quantile(.5))
                .findFirst()
                .orElse(Double.NaN);
    }
}
