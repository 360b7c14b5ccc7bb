package io.lokitempo.benchmarks.spans;

import io.lokitempo.lab.fault.Counts;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.tempo.TraceLookup;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Reply;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Requests that a Tempo holds, by each trace's id: the way to ask that leaves nothing out. */
final class Held {
    private Held() {}

    static Counts requests(URI tempo, Set<TraceId> traces) {
        Counts held = new Counts();
        try (TempoClient client = new TempoClient(Endpoint.at(tempo), "lokitempo-bench")) {
            for (TraceId trace : traces) {
                Reply<TraceLookup> reply = client.trace(trace, null);
                if (!(reply instanceof Reply.Answered<TraceLookup>(TraceLookup lookup, List<String> _))) {
                    throw new IllegalStateException("Tempo does not answer for a trace: " + reply);
                }
                if (lookup instanceof TraceLookup.Found(List<Span> spans, boolean _)) {
                    Set<String> seen = new HashSet<>();
                    spans.stream()
                            .filter(span -> span.kind().isRequest())
                            .filter(span -> seen.add(span.spanId().hex()))
                            .forEach(span -> held.add(
                                    span.service().value(), span.operation(), Nanos.toInstant(span.startNanos()), 1));
                }
            }
        }
        return held;
    }
}
