package io.lokitempo.benchmarks.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call that is measured.
 *
 * @param name as the table says it
 */
record Question(String name, String tool, Map<String, Object> arguments) {
    private static final String RANGE = "30m";

    /**
     * Every reading tool that the server has, precomputed and live where it answers both ways.
     *
     * @param offered names of the server's tools
     */
    static List<Question> about(String service, String trace, Set<String> offered) {
        List<Question> all = new ArrayList<>();
        all.add(new Question(
                "patterns precomputed",
                "analyze_logs_pattern",
                Map.of("service", service, "time_range", RANGE, "pattern_type", "precomputed")));
        all.add(new Question(
                "patterns live",
                "analyze_logs_pattern",
                Map.of("service", service, "time_range", RANGE, "pattern_type", "simple")));
        all.add(new Question("metrics", "get_service_metrics", Map.of("service_name", service, "time_range", RANGE)));
        all.add(new Question("services", "list_services", Map.of("time_range", RANGE)));
        all.add(new Question("anomalies", "find_anomalies", Map.of("time_range", "24h")));
        all.add(new Question("incident", "investigate_incident", Map.of()));
        all.add(new Question("service map", "get_service_map", Map.of("service", service, "time_range", RANGE)));
        all.add(new Question("compare", "compare_time_windows", Map.of("time_range", "10m", "compare_to", "previous")));
        all.add(new Question("logs", "query_logs", Map.of("service", service, "time_range", RANGE, "limit", 50)));
        all.add(new Question("traces", "search_traces", Map.of("service_name", service, "time_range", RANGE)));
        all.add(new Question("trace", "get_trace_details", Map.of("trace_id", trace)));
        all.add(new Question("correlate", "correlate_logs_and_traces", Map.of("trace_id", trace)));
        all.add(new Question("fields", "discover_fields", Map.of("service", service, "time_range", RANGE)));
        all.removeIf(question -> !offered.contains(question.tool()));
        return all;
    }
}
