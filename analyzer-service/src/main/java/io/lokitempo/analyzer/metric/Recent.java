package io.lokitempo.analyzer.metric;

/** The last {@value #LENGTH} values of a series, and what is asked of them. */
final class Recent {
    static final int LENGTH = 48;

    private final double[] values = new double[LENGTH];
    private int count;

    void add(double value) {
        values[count % LENGTH] = value;
        count = count + 1 < 2 * LENGTH ? count + 1 : LENGTH;
    }

    boolean isFull() {
        return count >= LENGTH;
    }

    /** @param back 0 for the newest */
    double value(int back) {
        return values[(count - 1 - back + LENGTH) % LENGTH];
    }

    double mean(int length) {
        return mean(length, 0);
    }

    /** The mean of the newest so many, less that of as many before them: the Haar wavelet of that length. */
    double step(int length) {
        return mean(length, 0) - mean(length, length);
    }

    /** Mean difference between neighbours, whatever its sign. */
    double roughness(int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += Math.abs(value(i) - value(i + 1));
        }
        return sum / length;
    }

    private double mean(int length, int back) {
        double sum = 0;
        for (int i = back; i < back + length; i++) {
            sum += value(i);
        }
        return sum / length;
    }
}
