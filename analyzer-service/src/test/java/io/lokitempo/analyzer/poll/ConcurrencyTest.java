package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcurrencyTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    private final Concurrency concurrency = new Concurrency(9);
    private long now;

    @Test
    void serverThatIsSlowerThanUsual_getsFewerAtOnce_andMoreAgainOneByOne() {
        answer(50, 100 * MILLI);
        assertThat(concurrency.limit()).isEqualTo(9);
        answer(1, 3 * SECOND);
        assertThat(concurrency.limit()).isEqualTo(6);
        answer(7, 100 * MILLI);
        assertThat(concurrency.limit()).isEqualTo(7);
        answer(100, 100 * MILLI);
        assertThat(concurrency.limit()).isEqualTo(9);
    }

    @Test
    void queriesUnderWayTogether_lowerItOnce() {
        now = 10 * SECOND;
        for (int i = 0; i < 9; i++) {
            now += MILLI;
            concurrency.unanswered(2 * SECOND, now);
        }
        assertThat(concurrency.limit()).isEqualTo(6);
    }

    @Test
    void serverThatDoesNotAnswer_isStillAskedOneAtATime() {
        for (int i = 0; i < 20; i++) {
            now += 30 * SECOND;
            concurrency.unanswered(30 * SECOND, now);
        }
        assertThat(concurrency.limit()).isEqualTo(1);
    }

    @Test
    void kindThatAlwaysTakesLong_isNotSlow() {
        answer(50, 100 * MILLI);
        for (int i = 0; i < 20; i++) {
            now += 4 * SECOND;
            concurrency.answered("heavy", 4 * SECOND, now);
        }
        assertThat(concurrency.limit()).isEqualTo(9);
    }

    @Test
    void serverThatStaysSlow_isSlowNoMore() {
        answer(50, 300 * MILLI);
        answer(200, 2 * SECOND);
        assertThat(concurrency.limit()).isEqualTo(9);
    }

    private void answer(int times, long tookNanos) {
        for (int i = 0; i < times; i++) {
            now += tookNanos;
            concurrency.answered("page", tookNanos, now);
        }
    }
}
