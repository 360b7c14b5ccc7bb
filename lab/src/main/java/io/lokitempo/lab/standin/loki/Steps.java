package io.lokitempo.lab.standin.loki;

/**
 * The instants at which a metric query is evaluated.
 *
 * @param start of the first, in nanoseconds
 * @param step between two, in nanoseconds; of no meaning where there is one
 */
record Steps(long start, long step, int count) {
    static Steps at(long instant) {
        return new Steps(instant, 1, 1);
    }

    /** Multiples of the step from the one at or before {@code start} to the one at or after {@code end}. */
    static Steps between(long start, long end, long step) {
        long first = Math.floorDiv(start, step) * step;
        long last = Math.ceilDiv(end, step) * step;
        return new Steps(first, step, (int) ((last - first) / step) + 1);
    }

    long time(int index) {
        return start + index * step;
    }

    long end() {
        return time(count - 1);
    }
}
