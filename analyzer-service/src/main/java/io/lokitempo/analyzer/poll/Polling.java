package io.lokitempo.analyzer.poll;

import java.time.Duration;

/** Reads the sources of one kind that one partition has, and writes down what it read. */
interface Polling {
    /**
     * Reads what is due.
     *
     * @return how long to wait before the next pass
     * @throws InterruptedException where polling is to stop
     */
    Duration pass() throws InterruptedException;
}
