package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.upstream.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void callsAtOnce_areNeverMoreThanAllowed() throws Exception {
        Pace pace = new Pace(100_000, 3);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> calls = IntStream.range(0, 30)
                    .mapToObj(_ -> threads.submit(() -> pace.ask("page", () -> {
                        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                        three.countDown();
                        awaitUninterrupted(three);
                        underWay.decrementAndGet();
                        return new Reply.Answered<>(1);
                    })))
                    .toList();
            for (Future<?> call : calls) {
                call.get();
            }
        }
        assertThat(most).hasValue(3);
    }

    @Test
    void turnedAway_lowersTheRate_andRetriesCountAsQueries() {
        long[] now = {0};
        Pace pace = new Pace(600, 4, () -> now[0]);
        pace.limited(Duration.ZERO);
        assertThat(pace.queriesPerMinute()).isEqualTo(300);
        assertThat(pace.ask("page", () -> new Reply.Answered<>(1))).isEqualTo(new Reply.Answered<>(1));
        assertThat(pace.queriesPerMinute()).isEqualTo(306);
    }

    @Test
    void callThatGotNoAnswer_leavesFewerAtOnce() {
        Pace pace = new Pace(100_000, 4);
        Reply<Object> timedOut = new Reply.Unavailable<>(Reply.Reason.TIMEOUT, "no whole answer");
        assertThat(pace.ask("page", () -> timedOut)).isEqualTo(timedOut);
        assertThat(pace.concurrency()).isEqualTo(2);
        Reply<Object> absent = new Reply.Unavailable<>(Reply.Reason.UNREACHABLE, "no connection");
        assertThat(pace.ask("page", () -> absent)).isEqualTo(absent);
        assertThat(pace.concurrency()).isEqualTo(2);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
