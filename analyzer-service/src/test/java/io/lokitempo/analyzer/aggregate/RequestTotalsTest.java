package io.lokitempo.analyzer.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestTotalsTest {
    private static final ServiceName CART = new ServiceName("cart");
    private static final ServiceName PAY = new ServiceName("pay");
    private static final Operation ADD = new Operation(CART, "POST /cart", SpanKind.SERVER, "1.0");
    private static final Operation CHARGE = new Operation(PAY, "POST /charge", SpanKind.SERVER, "1.0");

    @Test
    void totals_replaceTheSamplesCountsAndScaleTheRest() {
        SpanWindow cart =
                applied(Map.of(ADD, new RequestTotals.Counted(1_000, 40))).getFirst();
        assertThat(cart.sampling()).isEqualTo(Sampling.TOTALS_EXACT);
        assertThat(cart.operations()).singleElement().satisfies(stats -> {
            assertThat(stats.requests()).isEqualTo(1_000);
            assertThat(stats.errors()).isEqualTo(40);
            assertThat(stats.latency().count()).as("the sketch is the sample's").isEqualTo(2);
            assertThat(stats.selfNanos()).isEqualTo(5_000);
        });
        assertThat(cart.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.calls()).isEqualTo(1_000));
    }

    @Test
    void serviceThatTheSampleMissed_isAdded() {
        assertThat(applied(Map.of(CHARGE, new RequestTotals.Counted(3, 0))))
                .filteredOn(window -> window.service().equals(PAY))
                .singleElement()
                .satisfies(window ->
                        assertThat(window.operations().getFirst().requests()).isEqualTo(3));
    }

    @Test
    void totalBelowTheSample_isNotBelieved() {
        assertThat(applied(Map.of(ADD, new RequestTotals.Counted(1, 0)))
                        .getFirst()
                        .operations()
                        .getFirst()
                        .requests())
                .isEqualTo(2);
    }

    private static List<SpanWindow> applied(Map<Operation, RequestTotals.Counted> totals) {
        OperationStats stats = new OperationStats(ADD, 2, 1, LatencySketch.of(5, 7), 10, List.of());
        CallStats call = new CallStats(new ServiceName("frontend"), CART, 2, 1, LatencySketch.of(6, 8));
        SpanWindow sample = new SpanWindow(
                new Scope(TenantId.DEFAULT, "00000000"),
                CART,
                TimeWindow.containing(Instant.EPOCH, Duration.ofMinutes(1)),
                0,
                1,
                0,
                List.of(stats),
                List.of(call),
                Sampling.SAMPLED);
        return new RequestTotals(totals).applied(List.of(sample));
    }
}
