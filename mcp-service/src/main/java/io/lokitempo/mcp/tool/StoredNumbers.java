package io.lokitempo.mcp.tool;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.mcp.finding.OperationTotal;
import io.lokitempo.mcp.live.RequestNumbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the analyzer counted, as numbers of requests. */
final class StoredNumbers {
    private StoredNumbers() {}

    /** @param totals at least one */
    static RequestNumbers of(String name, List<OperationTotal> totals) {
        OperationTotal sum =
                OperationTotal.sum(totals).orElseThrow(() -> new IllegalArgumentException("no operation of " + name));
        return of(name, sum.requests(), sum.errors(), sum.latency());
    }

    static RequestNumbers of(String name, CallStats calls) {
        return of(name, calls.calls(), calls.errors(), calls.latency());
    }

    private static RequestNumbers of(String name, long requests, long errors, LatencySketch latency) {
        return new RequestNumbers(
                name,
                (double) requests,
                (double) errors,
                latency.quantileNanos(.5) / 1e6,
                latency.quantileNanos(.95) / 1e6,
                latency.quantileNanos(.99) / 1e6,
                latency.maxNanos() / 1e6);
    }

    static Map<String, List<OperationTotal>> grouped(List<OperationTotal> totals, Function<OperationTotal, String> by) {
        return totals.stream().collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
    }

    static Map<String, RequestNumbers> numbers(List<OperationTotal> totals, Function<OperationTotal, String> by) {
        Map<String, RequestNumbers> numbers = new LinkedHashMap<>();
        grouped(totals, by).forEach((name, group) -> numbers.put(name, of(name, group)));
        return numbers;
    }

    static String service(OperationTotal total) {
        return total.operation().service().value();
    }
}
