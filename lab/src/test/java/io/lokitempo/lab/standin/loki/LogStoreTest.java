package io.lokitempo.lab.standin.loki;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.lab.standin.query.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogStoreTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private static Bounds bounds(int lines) {
        return new Bounds(Duration.ofHours(1), lines, Duration.ofSeconds(1));
    }

    private static List<Entry> read(LogStream stream, boolean backward) {
        List<Entry> entries = new ArrayList<>();
        stream.between(Long.MIN_VALUE, Long.MAX_VALUE, backward).forEachRemaining(entries::add);
        return entries;
    }

    private static List<Entry> shuffled(int count) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(i / 3, "line " + i + " 결제 실패", Map.of("detected_level", "info", "id", "" + i)));
        }
        Collections.shuffle(entries, new Random(7));
        return entries;
    }

    @Test
    void stream_filledOutOfOrder_isReadInOrderAndWhole() {
        LogStream stream = new LogStream(Map.of("app", "x"));
        List<Entry> pushed = shuffled(10_000);
        pushed.forEach(stream::add);
        List<Entry> read = read(stream, false);
        assertThat(read).containsExactlyInAnyOrderElementsOf(pushed);
        assertThat(read).isSortedAccordingTo(Comparator.comparingLong(Entry::time));
        assertThat(read(stream, true)).isEqualTo(read.reversed());
    }

    @Test
    void stream_givenTheSameEntriesTwice_hasThemOnce() {
        LogStream stream = new LogStream(Map.of("app", "x"));
        List<Entry> pushed = shuffled(5_000);
        pushed.forEach(stream::add);
        pushed.forEach(stream::add);
        assertThat(read(stream, false)).hasSize(5_000);
    }

    @Test
    void window_includesItsStartAndExcludesItsEnd() {
        LogStream stream = new LogStream(Map.of("app", "x"));
        for (int i = 0; i < 5_000; i++) {
            stream.add(new Entry(i, "x", Map.of()));
        }
        Iterator<Entry> entries = stream.between(100, 4_900, false);
        assertThat(entries.next().time()).isEqualTo(100);
        assertThat(stream.between(100, 4_900, true).next().time()).isEqualTo(4_899);
    }

    @Test
    void budget_dropsTheOldestOfAllStreams() {
        LogStore store = new LogStore(bounds(10_000));
        LogStream old = store.stream("t", Map.of("app", "old"));
        LogStream young = store.stream("t", Map.of("app", "young"));
        for (int i = 0; i < 8_000; i++) {
            store.add(old, new Entry(i, "x", Map.of()));
            store.add(young, new Entry(HOUR / 2 + i, "x", Map.of()));
        }
        store.evict(HOUR / 2);
        assertThat(store.lines()).isBetween(8_000L, 10_000L);
        assertThat(read(young, false)).hasSize(8_000);
        assertThat(read(old, false)).last().extracting(Entry::time).isEqualTo(7_999L);
    }

    @Test
    void retention_dropsWhatIsOlder() {
        LogStore store = new LogStore(bounds(1_000_000));
        store.add(store.stream("t", Map.of("app", "old")), new Entry(1, "x", Map.of()));
        store.add(store.stream("t", Map.of("app", "young")), new Entry(2 * HOUR, "x", Map.of()));
        store.evict(2 * HOUR);
        assertThat(store.select("t", List.of()))
                .extracting(stream -> stream.labels().get("app"))
                .containsExactly("young");
        assertThat(store.lines()).isEqualTo(1);
    }
}
