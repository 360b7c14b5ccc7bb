package io.lokitempo.lab.standin.tempo;

/**
 * Spans of time that exclude their start and include their end, each known by its end.
 *
 * @param start of the first, excluded, in nanoseconds
 */
record Buckets(long start, long step, int count) {
    /** Whole buckets at multiples of the step, from the one that ends at or before the start to the one that has the end. */
    static Buckets aligned(long start, long end, long step) {
        long first = Math.floorDiv(start, step) * step;
        long last = Math.ceilDiv(end, step) * step;
        return new Buckets(first - step, step, (int) ((last - first) / step) + 1);
    }

    static Buckets one(long start, long end) {
        return new Buckets(start, end - start, 1);
    }

    long end() {
        return start + step * count;
    }

    /** The number of the bucket of a time, -1 where there is none. */
    int of(long time) {
        long bucket = Math.ceilDiv(time - start, step) - 1;
        return bucket >= 0 && bucket < count ? (int) bucket : -1;
    }

    long endMillis(int bucket) {
        return (start + step * (bucket + 1)) / 1_000_000;
    }

    double stepSeconds() {
        return step / 1e9;
    }
}
