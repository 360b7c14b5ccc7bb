package io.lokitempo.lab.start;

import java.util.Optional;

/** One process of an installation, already launched. */
public interface Part extends AutoCloseable {
    /**
     * Returns when the part can be used.
     *
     * @throws StartRefused where it ended before, or takes longer than it may; it may still be running then
     */
    void awaitReady() throws InterruptedException;

    boolean isAlive();

    /** The process that does the work, to be killed or stopped by who has to; empty where it has ended or not yet begun. */
    Optional<ProcessHandle> process();

    /** Waits for its end and returns the exit status, above 128 where a signal ended it. */
    int await() throws InterruptedException;

    /** Asks it to end and waits until it has. */
    @Override
    void close();
}
