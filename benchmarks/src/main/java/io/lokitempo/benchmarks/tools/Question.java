package io.lokitempo.benchmarks.tools;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A call that is measured.
 *
 * @param name as the table says it
 * @param arguments of the same call over and over
 * @param services where not empty, each call is of another of them and of another range, as of many who ask different things
 */
record Question(String name, String tool, Map<String, Object> arguments, List<String> services) {
    private static final String RANGE = "30m";
    private static final int LEAST_MINUTES = 5;
    private static final int MOST_MINUTES = 60;

    private Question(String name, String tool, Map<String, Object> arguments) {
        this(name, tool, arguments, List.of());
    }

    /**
     * Every reading tool that the server has, precomputed and live where it answers both ways; those of findings also varied,
     * since what is asked again within a moment may be answered from memory.
     *
     * @param services that send traces, the busiest first
     * @param offered names of the server's tools
     */
    static List<Question> about(List<String> services, String trace, Set<String> offered) {
        String service = services.getFirst();
        List<Question> all = new ArrayList<>();
        all.add(new Question(
                "patterns precomputed",
                "analyze_logs_pattern",
                Map.of("service", service, "time_range", RANGE, "pattern_type", "precomputed")));
        all.add(new Question("metrics", "get_service_metrics", Map.of("service_name", service, "time_range", RANGE)));
        all.add(new Question("services", "list_services", Map.of("time_range", RANGE)));
        all.add(new Question("anomalies", "find_anomalies", Map.of("time_range", "24h")));
        all.add(new Question("incident", "investigate_incident", Map.of()));
        all.add(new Question("service map", "get_service_map", Map.of("service", service, "time_range", RANGE)));
        all.add(new Question("compare", "compare_time_windows", Map.of("time_range", "10m", "compare_to", "previous")));
        List.copyOf(all).forEach(question -> all.add(question.varied(services)));
        all.add(new Question(
                "patterns live",
                "analyze_logs_pattern",
                Map.of("service", service, "time_range", RANGE, "pattern_type", "simple")));
        all.add(new Question("logs", "query_logs", Map.of("service", service, "time_range", RANGE, "limit", 50)));
        all.add(new Question("traces", "search_traces", Map.of("service_name", service, "time_range", RANGE)));
        all.add(new Question("trace", "get_trace_details", Map.of("trace_id", trace)));
        all.add(new Question("correlate", "correlate_logs_and_traces", Map.of("trace_id", trace)));
        all.add(new Question("fields", "discover_fields", Map.of("service", service, "time_range", RANGE)));
        all.removeIf(question -> !offered.contains(question.tool()));
        return all;
    }

    private Question varied(List<String> others) {
        return new Question(name.replace(" precomputed", "") + ", varied", tool, arguments, others);
    }

    boolean isVaried() {
        return !services.isEmpty();
    }

    /**
     * The arguments of one call.
     *
     * @param random is the same for the same client and run, so that servers can be compared
     */
    Map<String, Object> next(Random random) {
        if (!isVaried()) {
            return arguments;
        }
        Map<String, Object> varied = new HashMap<>(arguments);
        String service = services.get(random.nextInt(services.size()));
        varied.computeIfPresent("service", (_, _) -> service);
        varied.computeIfPresent("service_name", (_, _) -> service);
        varied.put("time_range", random.nextInt(LEAST_MINUTES, MOST_MINUTES + 1) + "m");
        return varied;
    }
}
