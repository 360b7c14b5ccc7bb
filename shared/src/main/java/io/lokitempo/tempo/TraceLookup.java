package io.lokitempo.tempo;

import io.lokitempo.telemetry.Span;
import java.util.List;

/** What Tempo has under a trace id. */
public sealed interface TraceLookup {
    /**
     * The trace.
     *
     * @param spans in order of start
     * @param partial whether Tempo left spans out because the trace is too large
     */
    record Found(List<Span> spans, boolean partial) implements TraceLookup {
        public Found {
            spans = List.copyOf(spans);
        }
    }

    /** Nothing: never sent, sampled away, not yet readable, or past retention. */
    record Absent() implements TraceLookup {}
}
