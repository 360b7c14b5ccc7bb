package io.lokitempo.analyzer.poll;

import io.lokitempo.upstream.Reply;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keeps all pollers of this process together within the queries a minute and at once that an operator allows to one server,
 * and within what that server can take: fewer a minute where it says "too many", none for as long as it asks for, and fewer
 * at once where it gets slow.
 */
final class Pace {
    /** A server that asks for more is asked again after this. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition place = lock.newCondition();
    private final Rate rate;
    private final Concurrency atOnce;
    private final LongSupplier nanos;
    private int underWay;

    Pace(int queriesPerMinute, int concurrency) {
        this(queriesPerMinute, concurrency, System::nanoTime);
    }

    Pace(int queriesPerMinute, int concurrency, LongSupplier nanos) {
        this.rate = new Rate(queriesPerMinute);
        this.atOnce = new Concurrency(concurrency);
        this.nanos = nanos;
    }

    /**
     * Asks when it is this call's turn. An interrupted wait is a call that was not made.
     *
     * @param kind of query; those of a kind take about as long
     */
    <T> Reply<T> ask(String kind, Supplier<Reply<T>> call) {
        try {
            enter();
        } catch (InterruptedException e) {
            return interrupted();
        }
        try {
            Thread.sleep(Duration.ofNanos(reserve()));
            long begun = nanos.getAsLong();
            Reply<T> reply = call.get();
            adapt(kind, reply, begun);
            return reply;
        } catch (InterruptedException e) {
            return interrupted();
        } finally {
            leave();
        }
    }

    /**
     * The server turned an attempt away as one too many.
     *
     * @param pause that it asked for; zero where it named none
     */
    void limited(Duration pause) {
        lock.lock();
        try {
            Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            rate.slowDown(nanos.getAsLong());
            rate.pause(nanos.getAsLong() + bounded.toNanos());
        } finally {
            lock.unlock();
        }
    }

    /** Attempts that were made besides the one that had a place: they count as queries too. */
    void repeated(int attempts) {
        lock.lock();
        try {
            for (int i = 0; i < attempts; i++) {
                rate.reserve(nanos.getAsLong());
            }
        } finally {
            lock.unlock();
        }
    }

    double queriesPerMinute() {
        lock.lock();
        try {
            return rate.perMinute();
        } finally {
            lock.unlock();
        }
    }

    int concurrency() {
        lock.lock();
        try {
            return atOnce.limit();
        } finally {
            lock.unlock();
        }
    }

    private void enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (underWay >= atOnce.limit()) {
                place.await();
            }
            underWay++;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            underWay--;
            place.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long reserve() {
        lock.lock();
        try {
            return rate.reserve(nanos.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    private void adapt(String kind, Reply<?> reply, long begun) {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            switch (reply) {
                case Reply.Unavailable<?>(Reply.Reason reason, String _) -> {
                    switch (reason) {
                        case TIMEOUT, SERVER_ERROR, CUT_OFF -> atOnce.unanswered(now - begun, now);
                        // told by attempt, or nothing that a query less would help
                        case RATE_LIMITED, UNREACHABLE, UNREADABLE, CIRCUIT_OPEN, BUSY -> {}
                    }
                }
                case Reply.Answered<?> _ -> {
                    rate.speedUp();
                    atOnce.answered(kind, now - begun, now);
                }
                case Reply.Refused<?> _ -> {}
            }
        } finally {
            lock.unlock();
        }
    }

    private static <T> Reply<T> interrupted() {
        Thread.currentThread().interrupt();
        return new Reply.Unavailable<>(Reply.Reason.BUSY, "polling was stopped");
    }
}
