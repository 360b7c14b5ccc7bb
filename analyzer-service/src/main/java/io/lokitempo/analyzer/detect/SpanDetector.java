package io.lokitempo.analyzer.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges a service's requests: how many, how many failed, how long they took; by operation and as a whole.
 *
 * <p>Of a service that sends no spans of its own, how many requests come is not judged: what is seen of it is its callers'
 * doing, and told as theirs.
 */
final class SpanDetector {
    private SpanDetector() {}

    /** @param known operations ever seen, whose absence is a zero */
    static void judge(ServiceSpans spans, List<String> known, SourceMemory source, Bench bench) {
        Map<String, Load> operations = operations(spans, known);
        Load called = Load.ofCalls(spans.calls());
        Load whole = operations.isEmpty() ? called : Load.whole(operations.values());
        boolean amount = !operations.isEmpty()
                && AmountDetector.REQUESTS.judgeTotal(whole.requests(), called.requests(), source, bench);
        boolean errors = false;
        boolean latency = false;
        for (Load load : operations.values()) {
            if (operations.size() > 1) {
                AmountDetector.REQUESTS.judgePart(load.operation(), load.requests(), bench, amount);
            }
            errors |= ErrorDetector.judge(load, bench, false);
            latency |= LatencyDetector.judge(load, bench, false);
        }
        if (operations.size() != 1) {
            ErrorDetector.judge(whole, bench, errors);
            LatencyDetector.judge(whole, bench, latency);
        }
    }

    private static Map<String, Load> operations(ServiceSpans spans, List<String> known) {
        Map<String, Load> loads = new LinkedHashMap<>();
        known.forEach(name -> loads.put(name, Load.nothing(name)));
        spans.operations().forEach(stats -> loads.merge(stats.operation().name(), Load.of(stats), Load::plus));
        return loads;
    }
}
