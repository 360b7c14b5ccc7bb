package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Dice;
import java.time.Instant;
import java.time.ZoneId;

/**
 * How busy the shop is: a day with a lunch and a taller evening peak, a weekend that starts later and sells more, and
 * a few percent of slow noise. The factor's mean over a week is 1.
 */
public final class Season {
    private static final int WEEK_MINUTES = 7 * 24 * 60;
    private static final int NOISE_BLOCK_SECONDS = 180;
    private static final double NOISE = 0.04;
    private static final double[] SHAPE = shape();

    private final long seed;
    private final ZoneId zone;

    public Season(long seed, ZoneId zone) {
        this.seed = seed;
        this.zone = zone;
    }

    /** Above 0. */
    public double at(long epochSecond) {
        int offset =
                zone.getRules().getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
        // The epoch was a Thursday; weeks here begin on Monday.
        long minute = Math.floorDiv(epochSecond + offset, 60L) + 3 * 24 * 60;
        return SHAPE[(int) Math.floorMod(minute, (long) WEEK_MINUTES)] * noise(epochSecond);
    }

    private double noise(long epochSecond) {
        long block = Math.floorDiv(epochSecond, (long) NOISE_BLOCK_SECONDS);
        double within = Math.floorMod(epochSecond, (long) NOISE_BLOCK_SECONDS) / (double) NOISE_BLOCK_SECONDS;
        double level = knot(block) * (1 - within) + knot(block + 1) * within;
        return Math.exp(NOISE * level);
    }

    private double knot(long block) {
        return Dice.of(seed, block, 0x5ea5).gaussian();
    }

    private static double[] shape() {
        double[] shape = new double[WEEK_MINUTES];
        double sum = 0;
        for (int minute = 0; minute < WEEK_MINUTES; minute++) {
            double hour = minute % (24 * 60) / 60.0;
            boolean weekend = minute >= 5 * 24 * 60;
            shape[minute] = weekend ? 1.15 * day(hour - 1) : day(hour);
            sum += shape[minute];
        }
        for (int minute = 0; minute < WEEK_MINUTES; minute++) {
            shape[minute] *= WEEK_MINUTES / sum;
        }
        return shape;
    }

    private static double day(double hour) {
        return 0.35 + 0.55 * bump(hour, 15, 4.5) + 0.3 * bump(hour, 12.5, 1.2) + 0.9 * bump(hour, 21, 2.2);
    }

    private static double bump(double hour, double at, double width) {
        double distance = Math.abs(hour - at);
        double around = Math.min(distance, 24 - distance) / width;
        return Math.exp(-around * around / 2);
    }
}
