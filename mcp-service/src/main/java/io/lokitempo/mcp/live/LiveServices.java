package io.lokitempo.mcp.live;

import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which services write logs or serve requests, as Loki and Tempo tell at the moment. */
public final class LiveServices {
    /** How far before a window a service must have been seen to be missed in it. */
    private static final Duration BEFORE = Duration.ofDays(1);

    /**
     * What was found; a server that is not set or does not answer is missing from it and named in the coverage.
     *
     * @param names of all services, silent ones included
     * @param silent seen in the day before the window and not in it
     * @param lines by service; empty where counting them would read too much
     * @param errorLines by service, of level error and worse
     */
    public record Found(
            Set<String> names,
            Set<String> silent,
            List<RequestNumbers> requests,
            Map<String, Double> lines,
            Map<String, Double> errorLines,
            List<String> queries,
            List<String> coverage) {}

    private final Logs logs;
    private final Traces traces;
    private final LiveMetrics metrics;

    public LiveServices(Logs logs, Traces traces, LiveMetrics metrics) {
        this.logs = logs;
        this.traces = traces;
        this.metrics = metrics;
    }

    /** @throws RefusedException where neither server answers */
    public Found during(TimeWindow window) {
        TimeWindow before = TimeWindow.before(window.start(), BEFORE);
        Set<String> now = new TreeSet<>();
        Set<String> earlier = new TreeSet<>();
        List<String> queries = new ArrayList<>();
        List<String> coverage = new ArrayList<>();
        List<RequestNumbers> requests = new ArrayList<>();
        Logs.Counted counted = new Logs.Counted(Map.of(), Map.of(), "");
        RefusedException withoutLogs = null;
        try {
            now.addAll(logs.services(window));
            earlier.addAll(logs.services(before));
            counted = logs.countByService(window);
            if (counted.query().isEmpty()) {
                coverage.add("lines not counted: that would read more than LOKI_BYTE_BUDGET");
            } else {
                queries.add(counted.query());
            }
        } catch (RefusedException e) {
            withoutLogs = e;
            coverage.add("without Loki: " + e.refusal().what());
        }
        try {
            LiveMetrics.Measured measured = metrics.measure(List.of(), "resource.service.name", window);
            requests.addAll(measured.all());
            measured.all().forEach(numbers -> now.add(numbers.name()));
            now.addAll(traces.services(window));
            earlier.addAll(traces.services(before));
            queries.addAll(measured.queries());
            coverage.addAll(measured.coverage());
        } catch (RefusedException e) {
            if (withoutLogs != null) {
                throw withoutLogs;
            }
            coverage.add("without Tempo: " + e.refusal().what());
        }
        Set<String> silent = new TreeSet<>(earlier);
        silent.removeAll(now);
        now.addAll(silent);
        return new Found(now, silent, requests, counted.lines(), counted.errors(), queries, coverage);
    }
}
