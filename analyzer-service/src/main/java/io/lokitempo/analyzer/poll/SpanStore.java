package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.RequestTotals;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceLookup;
import io.lokitempo.upstream.Reply;

/** What polling needs of Tempo. */
interface SpanStore {
    /** Traces that overlap the window, with up to 100 of their spans each; the first {@code limit} found. */
    Reply<TraceHits> search(TimeWindow window, int limit);

    /** Requests that began in the window, as the server counts them. Refused where it has no metrics. */
    Reply<RequestTotals> requests(TimeWindow window);

    /** A whole trace. */
    Reply<TraceLookup> trace(TraceId id, TimeWindow around);
}
