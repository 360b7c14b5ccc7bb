package io.lokitempo.lab.standin.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.lab.standin.query.Bounds;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceStoreTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final StoredSpan.Source SOURCE = new StoredSpan.Source(Map.of(), "", "");

    private final TraceStore store = new TraceStore(new Bounds(Duration.ofHours(1), 100, Duration.ofSeconds(1)));

    private static StoredSpan span(long id, long start, long end) {
        return new StoredSpan(
                id, 0, "x", SpanKind.SERVER, SpanStatus.UNSET, "", start, end, Map.of(), SOURCE, List.of(), List.of());
    }

    @Test
    void spanPushedTwice_isKeptOnce() {
        store.add("t", Map.of("a", List.of(span(1, 0, 1))), 0);
        store.add("t", Map.of("a", List.of(span(1, 0, 1), span(2, 0, 1))), 0);
        assertThat(store.trace("t", "a").orElseThrow().spans()).hasSize(2);
        assertThat(store.spans()).isEqualTo(2);
    }

    @Test
    void longTrace_isFoundInEveryMinuteItTouches() {
        store.add("t", Map.of("a", List.of(span(1, 0, 5 * MINUTE))), 0);
        assertThat(store.between("t", 3 * MINUTE, 3 * MINUTE + 1)).hasSize(1);
        assertThat(store.between("t", 5 * MINUTE + 1, 6 * MINUTE)).isEmpty();
        assertThat(store.between("other", 0, MINUTE)).isEmpty();
    }

    @Test
    void budget_dropsTheTracesOfTheOldestMinute() {
        for (int i = 0; i < 200; i++) {
            store.add("t", Map.of("trace" + i, List.of(span(i + 1, i * MINUTE / 10, i * MINUTE / 10 + 1))), 0);
        }
        assertThat(store.spans()).isBetween(90L, 100L);
        assertThat(store.trace("t", "trace0")).isEmpty();
        assertThat(store.trace("t", "trace199")).isPresent();
    }

    @Test
    void retention_dropsWhatIsOlder() {
        store.add("t", Map.of("old", List.of(span(1, 0, 1))), 0);
        store.add("t", Map.of("young", List.of(span(2, 90 * MINUTE, 90 * MINUTE))), 90 * MINUTE);
        assertThat(store.trace("t", "old")).isEmpty();
        assertThat(store.trace("t", "young")).isPresent();
    }
}
