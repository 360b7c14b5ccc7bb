package io.lokitempo.lab.shop.sim;

/**
 * How a call ended.
 *
 * @param status 200, or as HTTP says it
 * @param reason in the caller's words, empty where it went well
 */
record Outcome(long endNanos, int status, String reason) {
    static Outcome served(long endNanos, int status) {
        return new Outcome(endNanos, status, status < 400 ? "" : "answered " + status);
    }

    boolean isFine() {
        return status < 400;
    }

    /** Whether trying again could help. */
    boolean isServersFault() {
        return status >= 500;
    }
}
