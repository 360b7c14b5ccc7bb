package io.lokitempo.lab.standin.query;

import java.time.Duration;

/**
 * What one stand-in keeps, and how long it works on a query.
 *
 * @param most lines, or spans
 */
public record Bounds(Duration retention, int most, Duration queryTimeout) {
    public Deadline deadline() {
        return Deadline.in(queryTimeout);
    }
}
