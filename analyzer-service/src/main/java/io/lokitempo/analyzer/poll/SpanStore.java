package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.RequestTotals;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceLookup;
import io.lokitempo.upstream.Reply;

/** What polling needs of Tempo. */
interface SpanStore {
    /** Spans of a trace that a search shows at most: Tempo's preset max_spans_per_span_set. */
    int MOST_SPANS = TempoClient.MAX_SPANS_PER_TRACE;

    /**
     * Traces that overlap the window, with all their spans, however many pieces they came in. A piece of more than
     * {@value #MOST_SPANS} spans is left out. The first {@code limit} found.
     */
    Reply<TraceHits> search(TimeWindow window, int limit);

    /** Traces that overlap the window and have a piece that {@link #search} leaves out, without their spans. */
    Reply<TraceHits> large(TimeWindow window, int limit);

    /** Requests that began in the window, as the server counts them. Refused where it has no metrics. */
    Reply<RequestTotals> requests(TimeWindow window);

    /** A whole trace. */
    Reply<TraceLookup> trace(TraceId id, TimeWindow around);
}
