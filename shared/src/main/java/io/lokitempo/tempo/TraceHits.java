package io.lokitempo.tempo;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.TraceId;
import java.util.List;
import java.util.Map;

/**
 * What a search found.
 *
 * @param complete whether every matching trace is here: fewer came back than the limit and all jobs ended
 */
public record TraceHits(List<TraceHit> traces, boolean complete, long inspectedTraces, long inspectedBytes) {
    public TraceHits {
        traces = List.copyOf(traces);
    }

    /**
     * One trace.
     *
     * @param rootService empty where the root span was not stored
     * @param durationMillis of the whole trace
     * @param matched spans that matched, of which {@code spans} shows at most the search's spansPerTrace
     * @param services spans and errors of the whole trace by service
     */
    public record TraceHit(
            TraceId traceId,
            String rootService,
            String rootName,
            long startNanos,
            long durationMillis,
            List<HitSpan> spans,
            int matched,
            Map<String, ServiceStats> services) {
        public TraceHit {
            spans = List.copyOf(spans);
            services = Map.copyOf(services);
        }
    }

    /**
     * A span that matched.
     *
     * @param name empty unless the query selects it
     * @param attributes those of the query's conditions and its {@code select()}, without scope: {@code service.name},
     *     {@code kind}, {@code status}, {@code parentID} (16 hex digits, all zeros for a root)
     */
    public record HitSpan(
            SpanId spanId, String name, long startNanos, long durationNanos, Map<String, AttributeValue> attributes) {
        public HitSpan {
            attributes = Map.copyOf(attributes);
        }
    }

    public record ServiceStats(int spans, int errors) {}
}
