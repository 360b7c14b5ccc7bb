package io.lokitempo.mining;

/**
 * A shape's hash is a sum of one share for each position, so that replacing a position costs one subtraction and one
 * addition instead of a pass over the line.
 */
final class ShapeHash {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long PRIME = 0x100000001B3L;
    private static final long LOOSE = 0x6C62272E07BB0142L;
    private static final long ANY = 0x27D4EB2F165667C5L;

    private ShapeHash() {}

    static long seed(int size) {
        return mix(size);
    }

    static long any(int position) {
        return mix(ANY + position * GOLDEN);
    }

    static long loose(int position, boolean spaced) {
        return mix(LOOSE + position * GOLDEN + (spaced ? 1 : 0));
    }

    static long text(char[] text, int start, int end, int position, boolean spaced) {
        long hash = GOLDEN;
        for (int i = start; i < end; i++) {
            hash = (hash ^ text[i]) * PRIME;
        }
        return mix(hash + position * GOLDEN + (spaced ? 1 : 0));
    }

    /** Computes every position's share of a line and their sum. */
    static void of(Tokens line) {
        long sum = seed(line.size);
        for (int i = 0; i < line.size; i++) {
            boolean spaced = i > 0 && line.spaced[i];
            long share = switch (line.kind[i]) {
                case Tokens.SOFT -> loose(i, spaced);
                case Tokens.VARIABLE -> line.mask[i] == Mask.ANY ? any(i) : loose(i, spaced);
                default -> text(line.text, line.start[i], line.end[i], i, spaced);
            };
            line.share[i] = share;
            sum += share;
        }
        line.hash = sum;
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 32)) * GOLDEN;
        return mixed ^ (mixed >>> 29);
    }
}
