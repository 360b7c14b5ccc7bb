package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.Callees;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceLookup;
import io.lokitempo.tempo.TraceQl;
import io.lokitempo.tempo.TraceSearch;
import io.lokitempo.upstream.Reply;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Tempo, asked at the pace that an operator allows. */
final class TempoSpans implements SpanStore {
    /** Every span, with what makes it a request or a call. Tempo 2.10 and 3.0 take it as it is. */
    static final String ALL_SPANS = Stream.concat(
                    Stream.of(
                            "span:parentID",
                            "resource.service.name",
                            "resource.service.version",
                            "kind",
                            "status",
                            "name"),
                    Callees.ATTRIBUTES.stream().map(name -> TraceQl.attribute("span", name)))
            .collect(Collectors.joining(", ", "{ } | select(", ")"));

    private final TempoClient tempo;
    private final Pace pace;

    TempoSpans(TempoClient tempo, Pace pace) {
        this.tempo = tempo;
        this.pace = pace;
    }

    @Override
    public Reply<TraceHits> search(TimeWindow window, int limit) {
        return pace.ask(() -> tempo.search(new TraceSearch(ALL_SPANS, window, limit, TempoClient.MAX_SPANS_PER_TRACE)));
    }

    @Override
    public Reply<TraceLookup> trace(TraceId id, TimeWindow around) {
        return pace.ask(() -> tempo.trace(id, around));
    }
}
