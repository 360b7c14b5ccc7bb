package io.lokitempo.analyzer.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpanTallyTest {
    private static final Scope SCOPE = new Scope(TenantId.DEFAULT, "00000000");
    private static final TimeWindow WINDOW =
            TimeWindow.containing(Instant.parse("2026-11-22T14:00:00Z"), Duration.ofMinutes(1));
    private static final TraceId TRACE = TraceId.of("7");

    @Test
    void requestsAndCalls_areCountedAtTheCallee() {
        List<SpanWindow> windows = tally(
                span("frontend", 1, 0, SpanKind.SERVER, 0, 100),
                span("frontend", 2, 1, SpanKind.CLIENT, 10, 60),
                span("cart", 3, 2, SpanKind.SERVER, 20, 40));
        assertThat(windows).extracting(window -> window.service().value()).containsExactly("cart", "frontend");
        SpanWindow cart = windows.getFirst();
        assertThat(cart.calls()).singleElement().satisfies(call -> {
            assertThat(call.caller()).isEqualTo(new ServiceName("frontend"));
            assertThat(call.calls()).isEqualTo(1);
            assertThat(call.latency().maxNanos()).as("as the caller saw it").isEqualTo(60);
        });
        SpanWindow frontend = windows.getLast();
        assertThat(frontend.calls()).as("a root has no caller").isEmpty();
        assertThat(frontend.operations()).singleElement().satisfies(operation -> {
            assertThat(operation.requests()).isEqualTo(1);
            assertThat(operation.selfNanos()).isEqualTo(40);
        });
    }

    @Test
    void caller_isTheNearestAncestorOfAnotherService() {
        List<SpanWindow> windows = tally(
                span("frontend", 1, 0, SpanKind.CLIENT, 0, 100),
                span("cart", 2, 1, SpanKind.INTERNAL, 1, 90),
                span("cart", 3, 2, SpanKind.SERVER, 2, 80));
        assertThat(windows.getFirst().calls())
                .extracting(CallStats::caller)
                .containsExactly(new ServiceName("frontend"));
    }

    @Test
    void missingParent_isCallerUnknown() {
        assertThat(tally(span("cart", 3, 99, SpanKind.SERVER, 0, 1)).getFirst().calls())
                .extracting(CallStats::caller)
                .containsExactly(ServiceName.UNKNOWN);
    }

    @Test
    void parentsInACircle_end() {
        assertThat(tally(span("cart", 3, 4, SpanKind.SERVER, 0, 1), span("cart", 4, 3, SpanKind.SERVER, 0, 1)))
                .singleElement()
                .satisfies(window -> assertThat(window.calls()).isEmpty());
    }

    @Test
    void spanIdSharedByBothEnds_isACall() {
        List<SpanWindow> windows =
                tally(span("frontend", 1, 0, SpanKind.CLIENT, 0, 50), span("cart", 1, 0, SpanKind.SERVER, 5, 30));
        assertThat(windows)
                .singleElement()
                .satisfies(window -> assertThat(window.calls())
                        .extracting(CallStats::caller)
                        .containsExactly(new ServiceName("frontend")));
    }

    @Test
    void callWithoutAnAnswer_namesTheCalleeByItsAttributes() {
        Span query = new Span(
                TRACE,
                SpanId.of("2"),
                SpanId.of("1"),
                new ServiceName("cart"),
                "SELECT",
                SpanKind.CLIENT,
                SpanStatus.ERROR,
                "",
                WINDOW.startNanos(),
                30,
                Map.of(
                        "server.address", new AttributeValue.Text("10.0.3.7"),
                        "db.system", new AttributeValue.Text("postgresql")),
                Map.of(),
                List.of());
        SpanWindow database = tally(query).getFirst();
        assertThat(database.service()).isEqualTo(new ServiceName("postgresql"));
        assertThat(database.operations()).isEmpty();
        assertThat(database.calls()).singleElement().satisfies(call -> {
            assertThat(call.caller()).isEqualTo(new ServiceName("cart"));
            assertThat(call.errors()).isEqualTo(1);
        });
    }

    @Test
    void selfTime_countsOverlappingChildrenOnce() {
        SpanWindow window = tally(
                        span("cart", 1, 0, SpanKind.SERVER, 0, 100),
                        span("cart", 2, 1, SpanKind.CLIENT, 10, 40),
                        span("cart", 3, 1, SpanKind.CLIENT, 30, 40),
                        span("cart", 4, 1, SpanKind.INTERNAL, 90, 500))
                .getFirst();
        assertThat(window.operations()).extracting(OperationStats::selfNanos).containsExactly(100L - 60 - 10);
    }

    @Test
    void knownService_getsAZeroWindow() {
        SpanTally tally = new SpanTally(SCOPE, WINDOW, 0, 1);
        assertThat(tally.close(Set.of(new ServiceName("quiet")), 2, Sampling.EXACT))
                .containsExactly(new SpanWindow(
                        SCOPE, new ServiceName("quiet"), WINDOW, 0, 1, 2, List.of(), List.of(), Sampling.EXACT));
    }

    @Test
    void exemplars_areErrorsFirstThenTheSlowest() {
        SpanTally tally = new SpanTally(SCOPE, WINDOW, 0, 1);
        for (int i = 1; i <= 20; i++) {
            Span span = span("cart", i, 0, SpanKind.SERVER, 0, i, i <= 10 ? SpanStatus.ERROR : SpanStatus.OK);
            tally.add(new TraceSpans(TraceId.of(Integer.toString(i)), List.of(span)));
        }
        assertThat(tally.close(Set.of(), 0, Sampling.EXACT)
                        .getFirst()
                        .operations()
                        .getFirst()
                        .exemplars())
                .extracting(exemplar -> exemplar.durationNanos())
                .containsExactly(10L, 9L, 8L, 20L, 19L);
    }

    @Test
    void namesThatHoldIds_areBounded() {
        SpanTally tally = new SpanTally(SCOPE, WINDOW, 0, 1);
        IntStream.range(1, 1_000)
                .forEach(i -> tally.add(new TraceSpans(
                        TraceId.of(Integer.toHexString(i)),
                        List.of(span("cart", "GET /" + i, i, SpanKind.SERVER, 0)))));
        List<OperationStats> operations =
                tally.close(Set.of(), 0, Sampling.EXACT).getFirst().operations();
        assertThat(operations).hasSize(501);
        assertThat(operations.stream().mapToLong(OperationStats::requests).sum())
                .isEqualTo(999);
    }

    /** However windows and lanes cut time, each span is counted in exactly one of them. */
    @Property(tries = 200)
    void everySpan_isCountedInOneWindowAndLane(
            @ForAll @Size(max = 30) List<@LongRange(min = 0, max = 180_000_000_000L) Long> offsets,
            @ForAll @IntRange(min = 1, max = 5) int lanes) {
        List<TraceSpans> traces = new ArrayList<>();
        for (int i = 0; i < offsets.size(); i++) {
            TraceId id = TraceId.of(Integer.toHexString(i + 1));
            traces.add(new TraceSpans(id, List.of(span("cart", i + 1, 0, SpanKind.SERVER, offsets.get(i), 1))));
        }
        long counted = 0;
        for (int minute = 0; minute <= 3; minute++) {
            TimeWindow window = TimeWindow.containing(WINDOW.start().plusSeconds(60L * minute), Duration.ofMinutes(1));
            for (int lane = 0; lane < lanes; lane++) {
                SpanTally tally = new SpanTally(SCOPE, window, lane, lanes);
                traces.forEach(tally::add);
                counted += tally.close(Set.of(), 0, Sampling.EXACT).stream()
                        .flatMap(spans -> spans.operations().stream())
                        .mapToLong(OperationStats::requests)
                        .sum();
            }
        }
        assertThat(counted).isEqualTo(offsets.size());
    }

    private static List<SpanWindow> tally(Span... spans) {
        SpanTally tally = new SpanTally(SCOPE, WINDOW, 0, 1);
        tally.add(new TraceSpans(TRACE, List.of(spans)));
        return tally.close(Set.of(), 0, Sampling.EXACT);
    }

    private static Span span(String service, int id, int parent, SpanKind kind, long offset, long duration) {
        return span(service, id, parent, kind, offset, duration, SpanStatus.UNSET);
    }

    private static Span span(
            String service, int id, int parent, SpanKind kind, long offset, long duration, SpanStatus status) {
        return span(
                service,
                "work",
                id,
                parent == 0 ? null : SpanId.of(Integer.toHexString(parent)),
                kind,
                status,
                offset,
                duration);
    }

    private static Span span(String service, String name, int id, SpanKind kind, long offset) {
        return span(service, name, id, null, kind, SpanStatus.UNSET, offset, 1);
    }

    private static Span span(
            String service,
            String name,
            int id,
            @Nullable SpanId parent,
            SpanKind kind,
            SpanStatus status,
            long offset,
            long duration) {
        return new Span(
                TRACE,
                SpanId.of(Integer.toHexString(id)),
                parent,
                new ServiceName(service),
                name,
                kind,
                status,
                "",
                WINDOW.startNanos() + offset,
                duration,
                Map.of(),
                Map.of(),
                List.of());
    }
}
