package io.lokitempo.lab.start;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What runs, in the order it came up: stages stop last first, the parts of one stage side by side. */
final class Stages implements AutoCloseable {
    private final Deque<List<AutoCloseable>> stages = new ArrayDeque<>();
    private final Console console;
    private boolean closed;

    Stages(Console console) {
        this.console = console;
    }

    /** Parts added from now on stop before those that are there already. */
    synchronized void next() {
        stages.push(new ArrayList<>());
    }

    /** Adds a part; one that comes up while everything stops is stopped at once. */
    <T extends AutoCloseable> T add(T part) {
        synchronized (this) {
            if (!closed) {
                stages.element().add(part);
                return part;
            }
        }
        stop(part);
        return part;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        stages.forEach(this::stopTogether);
    }

    private void stopTogether(List<AutoCloseable> parts) {
        CountDownLatch stopped = new CountDownLatch(parts.size());
        parts.forEach(part -> Thread.ofVirtual().start(() -> {
            stop(part);
            stopped.countDown();
        }));
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            console.say("run", part.getClass().getSimpleName() + " did not stop cleanly: " + e);
        }
    }
}
