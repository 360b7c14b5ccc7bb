package io.lokitempo.analyzer.metric;

/**
 * How unlike anything before is the shape of the last values? A shape is a vector; its novelty is the distance to its
 * nearest neighbour among those remembered, each coordinate counted in its standard deviations, and its surprise is how
 * rare so great a novelty is.
 *
 * <p>{@value #KEPT} shapes are remembered: the first ones, and then each {@value #EVERY}th in a place that a
 * multiplicative sequence picks, so that all of the past is represented and the same values give the same answers. A shape
 * is remembered with a delay, or each would be its own neighbour. A value costs O({@value #KEPT} times dimensions).
 *
 * @see <a href="https://arxiv.org/abs/1608.04585">Burnaev and Ishimtsev, Conformalized density- and distance-based anomaly
 *     detection in time-series data, 2016</a>
 */
final class Shapes {
    static final int KEPT = 300;

    private static final int EVERY = 16;
    private static final int USEFUL = 20;
    // Knuth's multiplier: 2^32 divided by the golden ratio spreads consecutive numbers evenly.
    private static final long SPREAD = 2_654_435_769L;
    private static final long SPREAD_OVER = 1L << 32;

    private final int dimensions;
    private final float[] shapes;
    private final float[][] delayed;
    private final double[] weights;
    private final double[] means;
    private final double[] squares;
    private final Tail novelties = new Tail();
    private int kept;
    private long seen;

    Shapes(int dimensions, int delay) {
        this.dimensions = dimensions;
        this.shapes = new float[KEPT * dimensions];
        this.delayed = new float[delay][dimensions];
        this.weights = new double[dimensions];
        this.means = new double[dimensions];
        this.squares = new double[dimensions];
    }

    /** -log10 of how rare; the shape is learnt after. */
    double surpriseOf(float[] shape) {
        weigh(shape);
        double surprise = 0;
        if (kept >= USEFUL) {
            double novelty = Math.sqrt(nearest(shape));
            surprise = novelties.surpriseOf(novelty, BothTails.RESOLUTION * novelties.highest());
            novelties.learn(novelty);
        }
        remember(shape);
        return surprise;
    }

    private void weigh(float[] shape) {
        seen++;
        for (int i = 0; i < dimensions; i++) {
            double error = shape[i] - means[i];
            means[i] += error / seen;
            squares[i] += error * (shape[i] - means[i]);
            weights[i] = squares[i] > 0 ? seen / squares[i] : 0;
        }
    }

    private double nearest(float[] shape) {
        double nearest = Double.MAX_VALUE;
        for (int from = 0; from < kept * dimensions; from += dimensions) {
            double distance = 0;
            for (int i = 0; i < dimensions && distance < nearest; i++) {
                double error = shape[i] - shapes[from + i];
                distance += error * error * weights[i];
            }
            nearest = Math.min(nearest, distance);
        }
        return nearest;
    }

    private void remember(float[] shape) {
        int turn = (int) (seen % delayed.length);
        float[] oldest = delayed[turn];
        if (seen > delayed.length && kept < KEPT) {
            System.arraycopy(oldest, 0, shapes, kept * dimensions, dimensions);
            kept++;
        } else if (kept == KEPT && seen % EVERY == 0) {
            int place = (int) ((seen / EVERY * SPREAD % SPREAD_OVER) * KEPT / SPREAD_OVER);
            System.arraycopy(oldest, 0, shapes, place * dimensions, dimensions);
        }
        System.arraycopy(shape, 0, oldest, 0, dimensions);
    }
}
