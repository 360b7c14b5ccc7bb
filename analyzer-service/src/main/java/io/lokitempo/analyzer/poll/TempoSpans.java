package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.Callees;
import io.lokitempo.analyzer.aggregate.RequestTotals;
import io.lokitempo.finding.Operation;
import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.SpanSeries;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceLookup;
import io.lokitempo.tempo.TraceQl;
import io.lokitempo.tempo.TraceSearch;
import io.lokitempo.upstream.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Tempo, asked at the pace that an operator allows. */
final class TempoSpans implements SpanStore {
    /**
     * Every span, with what makes it a request or a call, each in a set of its own (a client and a server span of Zipkin's
     * share their id). Of a trace that came in pieces Tempo shows of each set what one piece has of it, the largest: of one
     * set of all spans it would leave out those of the other pieces. Sets cost it the square of their number, so that only
     * pieces of as many spans as one set shows are asked for. Tempo 2.10 and 3.0 take it as it is.
     */
    static final String ALL_SPANS = Stream.concat(
                    Stream.of(
                            "span:parentID",
                            "resource.service.name",
                            "resource.service.version",
                            "kind",
                            "status",
                            "name"),
                    Callees.ATTRIBUTES.stream().map(name -> TraceQl.attribute("span", name)))
            .collect(Collectors.joining(
                    ", ", "{ } | count() <= " + MOST_SPANS + " | by(span:id) | by(kind) | select(", ")"));

    /** Traces with a piece that {@link #ALL_SPANS} leaves out. */
    static final String LARGE = "{ } | count() > " + MOST_SPANS;

    private static final int LONGEST_NAME = 256;
    private static final String REQUESTS = "{ kind = server || kind = consumer } | count_over_time() by"
            + " (resource.service.name, name, kind, status, resource.service.version)";

    private final TempoClient tempo;
    private final Pace pace;

    TempoSpans(TempoClient tempo, Pace pace) {
        this.tempo = tempo;
        this.pace = pace;
    }

    @Override
    public Reply<TraceHits> search(TimeWindow window, int limit) {
        return pace.ask("search", () -> tempo.search(new TraceSearch(ALL_SPANS, window, limit, MOST_SPANS)));
    }

    @Override
    public Reply<TraceHits> large(TimeWindow window, int limit) {
        return pace.ask("large", () -> tempo.search(new TraceSearch(LARGE, window, limit, 1)));
    }

    @Override
    public Reply<RequestTotals> requests(TimeWindow window) {
        return pace.ask("metrics", () -> tempo.metricsInstant(REQUESTS, window)).map(TempoSpans::totals);
    }

    private static RequestTotals totals(List<SpanSeries> series) {
        Map<Operation, RequestTotals.Counted> totals = new HashMap<>();
        for (SpanSeries one : series) {
            String service = text(one, "resource.service.name");
            if (!service.isBlank() && service.length() <= LONGEST_NAME) {
                Operation operation = new Operation(
                        new ServiceName(service),
                        text(one, "name"),
                        SpanKind.of(text(one, "kind")),
                        text(one, "resource.service.version"));
                long count = Math.round(one.points().stream()
                        .mapToDouble(SpanSeries.Point::value)
                        .sum());
                long errors = SpanStatus.of(text(one, "status")) == SpanStatus.ERROR ? count : 0;
                totals.merge(operation, new RequestTotals.Counted(count, errors), RequestTotals.Counted::plus);
            }
        }
        return new RequestTotals(totals);
    }

    private static String text(SpanSeries series, String label) {
        AttributeValue value = series.labels().get(label);
        return value == null || value.text().equals(HitSpans.ABSENT) ? "" : value.text();
    }

    @Override
    public Reply<TraceLookup> trace(TraceId id, TimeWindow around) {
        return pace.ask("trace", () -> tempo.trace(id, around));
    }
}
