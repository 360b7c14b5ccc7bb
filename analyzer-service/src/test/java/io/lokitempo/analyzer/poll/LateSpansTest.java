package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.topic.ServicePartitioner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What Tempo shows only after a window was read: sent late, or in a block that it had not listed yet. */
class LateSpansTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    /** Until a block is cut (max_block_duration) and listed (blocklist_poll), at Tempo's presets. */
    private static final Duration UNTIL_LISTED = Duration.ofMinutes(36);

    private final MovableClock clock = new MovableClock(NOON.plusSeconds(50));
    private final ModelTempo tempo = new ModelTempo(clock);
    private final MemoryLedger ledger = new MemoryLedger(clock, () -> false);
    private TracePolling polling = polling();

    @Test
    void backfillThatTempoShowsOnceItIsFlushed_isCountedInTheEnd() throws InterruptedException {
        for (int minute = 1; minute <= 55; minute++) {
            Instant at = NOON.minus(MINUTE.multipliedBy(minute));
            Duration age = Duration.between(at, clock.instant());
            Instant listed =
                    age.toMinutes() < 30 ? clock.instant() : clock.instant().plus(UNTIL_LISTED);
            tempo.add(List.of(span(minute, 1, 0, "cart", at)), listed);
        }
        passes();
        assertThat(requests()).hasSize(29);

        clock.advance(Duration.ofMinutes(75));
        passes();
        assertThat(requests()).hasSize(55);
    }

    @Test
    void whatWasReadEmpty_isReadAgainAlsoAfterARestart() throws InterruptedException {
        tempo.add(
                List.of(span(1, 1, 0, "cart", NOON.minus(MINUTE.multipliedBy(40)))),
                clock.instant().plus(UNTIL_LISTED));
        passes();
        assertThat(requests()).isEmpty();

        clock.advance(Duration.ofMinutes(5));
        polling = polling();
        passes();
        clock.advance(Duration.ofMinutes(75));
        passes();
        assertThat(requests()).hasSize(1);
    }

    @Test
    void quietHistory_isReadAgainByAFewSearches() throws InterruptedException {
        passes();
        int first = tempo.searches;
        clock.advance(Duration.ofMinutes(75));
        passes();
        int present = 2 * 75; // the windows of meanwhile, by a search for small traces and one for large
        int audits = tempo.searches - first - present;
        assertThat(first).isEqualTo(2 * 60);
        assertThat(audits).isBetween(1, 40);
    }

    @Test
    void lastAudit_isNoLaterThanTheLedgerIsReadBackFor() {
        assertThat(LaneSource.AUDITS.getLast()).isLessThanOrEqualTo(LogSource.AUDITS.getLast());
    }

    @Test
    void laterReadingThatShowsLess_replacesNothing() throws InterruptedException {
        List<Span> trace = List.of(span(1, 1, 0, "cart", NOON.minusSeconds(30)));
        tempo.add(trace);
        passes();
        tempo.traces.clear();
        clock.advance(Duration.ofMinutes(75));
        passes();
        assertThat(requests()).hasSize(1);
    }

    @Test
    void parentThatComesLate_tellsWhoCalled() throws InterruptedException {
        Instant at = NOON.minusSeconds(30);
        tempo.add(List.of(span(1, 2, 1, "cart", at)));
        passes();
        assertThat(callersOfCart()).containsExactly("unknown");

        tempo.add(List.of(span(1, 1, 0, "web", at.minus(MINUTE))));
        clock.advance(Duration.ofMinutes(12));
        passes();
        assertThat(callersOfCart()).containsExactly("web");
    }

    private void passes() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            polling.pass();
        }
    }

    private TracePolling polling() {
        Schedule schedule = new Schedule(MINUTE, Duration.ofSeconds(45), Duration.ofHours(1), Duration.ofDays(3));
        TracePolling.Sharing sharing = new TracePolling.Sharing(
                new Scope(TenantId.DEFAULT, "00000000"),
                tempo,
                schedule,
                1,
                20_000,
                new PollStatus(new SimpleMeterRegistry(), clock),
                clock);
        return new TracePolling(0, new ServicePartitioner(1), sharing, ledger, ledger.readBack());
    }

    private static Span span(int trace, int id, int parent, String service, Instant at) {
        return new Span(
                TraceId.of(Integer.toHexString(trace)),
                SpanId.of(Integer.toHexString(id)),
                parent == 0 ? null : SpanId.of(Integer.toHexString(parent)),
                new ServiceName(service),
                "work",
                SpanKind.SERVER,
                SpanStatus.UNSET,
                "",
                Nanos.of(at),
                1_000_000,
                Map.of(),
                Map.of(),
                List.of());
    }

    /** Windows that had requests, as last published. */
    private Map<Instant, Long> requests() {
        Map<Instant, Long> requests = new TreeMap<>();
        last().forEach(one -> one.operations().stream()
                .mapToLong(OperationStats::requests)
                .forEach(count -> requests.merge(one.window().start(), count, Long::sum)));
        return requests;
    }

    private List<String> callersOfCart() {
        return last().stream()
                .filter(one -> one.service().value().equals("cart"))
                .flatMap(one -> one.calls().stream())
                .map(CallStats::caller)
                .map(ServiceName::value)
                .distinct()
                .toList();
    }

    private List<SpanWindow> last() {
        Map<String, SpanWindow> last = new HashMap<>();
        ledger.spans.stream()
                .map(Ledger.Written::value)
                .sorted(Comparator.comparingInt(SpanWindow::revision))
                .forEach(one -> last.put(one.service() + " " + one.window(), one));
        return List.copyOf(last.values());
    }
}
