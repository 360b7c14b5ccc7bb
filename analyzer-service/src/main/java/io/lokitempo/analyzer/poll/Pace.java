package io.lokitempo.analyzer.poll;

import io.lokitempo.upstream.Reply;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Keeps all pollers of this process together within the queries a minute and at once that an operator allows. */
final class Pace {
    private final Rate rate;
    private final Semaphore atOnce;

    Pace(int queriesPerMinute, int concurrency) {
        this.rate = new Rate(queriesPerMinute);
        this.atOnce = new Semaphore(concurrency, true);
    }

    /** Asks when it is this call's turn. An interrupted wait is a call that was not made. */
    <T> Reply<T> ask(Supplier<Reply<T>> call) {
        try {
            atOnce.acquire();
        } catch (InterruptedException e) {
            return interrupted();
        }
        try {
            Thread.sleep(Duration.ofNanos(reserve()));
            Reply<T> reply = call.get();
            adapt(reply);
            return reply;
        } catch (InterruptedException e) {
            return interrupted();
        } finally {
            atOnce.release();
        }
    }

    private synchronized long reserve() {
        return rate.reserve(System.nanoTime());
    }

    private synchronized void adapt(Reply<?> reply) {
        switch (reply) {
            case Reply.Unavailable<?>(Reply.Reason reason, String _)
            when reason == Reply.Reason.RATE_LIMITED -> rate.slowDown();
            case Reply.Answered<?> _ -> rate.speedUp();
            case Reply.Refused<?> _, Reply.Unavailable<?> _ -> {}
        }
    }

    private static <T> Reply<T> interrupted() {
        Thread.currentThread().interrupt();
        return new Reply.Unavailable<>(Reply.Reason.BUSY, "polling was stopped");
    }
}
