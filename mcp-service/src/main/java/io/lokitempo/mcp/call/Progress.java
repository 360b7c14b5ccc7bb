package io.lokitempo.mcp.call;

import java.time.Instant;

/** How far a call has come, told to the client where it asked for it, and how long it may still take. */
public interface Progress {
    /**
     * Tells that {@code done} of {@code total} is done.
     *
     * @param message in plain words
     */
    void report(double done, double total, String message);

    /** When the call must have returned. */
    Instant deadline();
}
