package io.lokitempo.lab.shop.plan;

import java.util.List;
import java.util.SplittableRandom;

/** Randomness that depends on nothing but its keys: the same seed and keys throw the same numbers anywhere, any time. */
public final class Dice {
    private final SplittableRandom random;

    private Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public static Dice of(long seed, long... keys) {
        return new Dice(hash(seed, keys));
    }

    /** 64 well-mixed bits of the keys, in their order (the finalizer of SplitMix64, once a key). */
    public static long hash(long seed, long... keys) {
        long mixed = seed;
        for (long key : keys) {
            mixed = finalized(mixed + 0x9e3779b97f4a7c15L + finalized(key));
        }
        return mixed;
    }

    private static long finalized(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    public long bits() {
        return random.nextLong();
    }

    public boolean chance(double probability) {
        return probability >= 1 || (probability > 0 && random.nextDouble() < probability);
    }

    public double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    public long below(long bound) {
        return random.nextLong(bound);
    }

    public double gaussian() {
        return random.nextGaussian();
    }

    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Arrivals in an interval that expects {@code mean} of them: Knuth's product up to 30, the normal limit beyond. */
    public int poisson(double mean) {
        if (mean > 30) {
            return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian()));
        }
        double limit = Math.exp(-mean);
        int arrivals = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            arrivals++;
        }
        return arrivals;
    }
}
