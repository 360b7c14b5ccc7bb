package io.lokitempo.mcp.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTest {
    private static final Duration LIFE = Duration.ofSeconds(1);

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Recent recent = new Recent(LIFE, 3, clock::get);

    @Test
    void read_againWithinTheMoment_asksOnce() {
        assertThat(value("a")).isEqualTo(1);
        clock.addAndGet(LIFE.toNanos() - 1);
        assertThat(value("a")).isEqualTo(1);
        assertThat(value("b")).isEqualTo(2);
        clock.addAndGet(1);
        assertThat(value("a")).isEqualTo(3);
    }

    @Test
    void read_moreThanAreHeld_forgetsTheOldest() {
        List.of("a", "b", "c", "d").forEach(this::value);
        assertThat(value("d")).isEqualTo(4);
        assertThat(value("a")).isEqualTo(5);
    }

    @Test
    void read_whereNothingIsShared_asksEachTime() {
        Recent none = new Recent(Duration.ZERO, 3, clock::get);
        assertThat(none.read("a", this::question)).isEqualTo(new Reading.Read<>(1));
        assertThat(none.read("a", this::question)).isEqualTo(new Reading.Read<>(2));
    }

    @Test
    void read_whatCouldNotBeRead_isAskedAgain() {
        assertThat(recent.<Integer>read("a", () -> new Reading.Missing<>("away")))
                .isEqualTo(new Reading.Missing<>("away"));
        assertThatThrownBy(() -> recent.<Integer>read("a", () -> {
                    throw new IllegalStateException("a fault");
                }))
                .hasMessage("a fault");
        assertThat(value("a")).isEqualTo(1);
    }

    @Test
    void read_byManyAtOnce_isAskedByOneOfThem() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reading<Integer>>> readings = new ArrayList<>();
            readings.add(threads.submit(() -> recent.read("a", () -> {
                begun.countDown();
                await(mayEnd);
                return question();
            })));
            begun.await();
            clock.addAndGet(LIFE.toNanos() * 2); // a slow one is waited for all the same
            for (int i = 0; i < 8; i++) {
                readings.add(threads.submit(() -> recent.read("a", this::question)));
            }
            mayEnd.countDown();
            for (Future<Reading<Integer>> reading : readings) {
                assertThat(reading.get().found()).isPresent();
            }
        }
        assertThat(asked.get()).isLessThanOrEqualTo(2); // who came after its end may ask anew
    }

    @Test
    void read_waitedForInVain_isAskedByTheOneWhoWaited() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reading<Integer>> first = threads.submit(() -> recent.read("a", () -> {
                begun.countDown();
                await(mayEnd);
                return new Reading.Missing<>("cancelled");
            }));
            begun.await();
            Future<Reading<Integer>> second = threads.submit(() -> recent.read("a", this::question));
            mayEnd.countDown();
            assertThat(first.get().whyMissing()).contains("cancelled");
            assertThat(second.get().found()).contains(1);
        }
    }

    private Reading<Integer> question() {
        return new Reading.Read<>(asked.incrementAndGet());
    }

    private Integer value(String key) {
        return recent.read(key, this::question).found().orElseThrow();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
