package io.lokitempo.mining;

import java.util.Arrays;

/**
 * Tells in one small table that a key is not in a large one, so that lines nobody has seen the like of do not wait for
 * memory at every word. A Bloom filter with one hash: keys are well mixed already.
 *
 * @see <a href="https://doi.org/10.1145/362686.362692">Bloom: Space/time trade-offs in hash coding, 1970</a>
 */
final class MaybeKeys {
    /** 128 kB, which a core's second cache holds; a full miner has some 80,000 keys, so that one question in 13 is in vain. */
    private static final int WORDS = 1 << 14;

    /** Keys added since the last clearing, removed ones included, after which stale bits are worth clearing. */
    private static final int MOST_ADDED = 1 << 18;

    private final long[] bits = new long[WORDS];
    private int added;

    boolean has(long key) {
        return (bits[word(key)] & 1L << key) != 0;
    }

    /** @param all holds the key already, and is what remains where stale bits are cleared */
    void add(long key, LongTable<?> all) {
        if (++added > MOST_ADDED) {
            added = 0;
            Arrays.fill(bits, 0);
            all.forEachKey(this::set);
        }
        set(key);
    }

    private void set(long key) {
        bits[word(key)] |= 1L << key;
    }

    private static int word(long key) {
        return (int) (key >>> 40) & WORDS - 1;
    }
}
