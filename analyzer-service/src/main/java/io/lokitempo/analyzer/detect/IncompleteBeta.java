package io.lokitempo.analyzer.detect;

/**
 * The regularized incomplete beta function I_x(a, b), in logarithms, so that tails far below the smallest double keep
 * their size.
 *
 * <p>Evaluated as a continued fraction by the modified Lentz method; it converges in about the square root of the greater
 * parameter. Relative error below 1e-9 for parameters to 1e8.
 *
 * @see <a href="https://dlmf.nist.gov/8.17#v">NIST Digital Library of Mathematical Functions, 8.17.22</a>
 */
final class IncompleteBeta {
    private static final double PRECISION = 1e-13;
    private static final double TINY = 1e-300;
    private static final int MOST_TERMS = 100_000;

    // Lanczos' coefficients for g = 7, n = 9, error below 1e-15 (P. Godfrey, 2001).
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private IncompleteBeta() {}

    /**
     * The natural logarithm of I_x(a, b).
     *
     * @param x 0 to 1
     * @param a above 0
     * @param b above 0
     */
    static double log(double x, double a, double b) {
        if (x <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (x >= 1) {
            return 0;
        }
        return x < (a + 1) / (a + b + 2) ? logDirect(x, a, b) : Math.log1p(-Math.exp(logDirect(1 - x, b, a)));
    }

    private static double logDirect(double x, double a, double b) {
        double logFront =
                a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a);
        return Math.min(0, logFront + Math.log(fraction(x, a, b)));
    }

    private static double fraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / away(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m <= MOST_TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2.0 * m - 1) * (a + 2.0 * m));
            d = 1 / away(1 + even * d);
            c = away(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1));
            d = 1 / away(1 + odd * d);
            c = away(1 + odd / c);
            double change = d * c;
            value *= change;
            if (Math.abs(change - 1) < PRECISION) {
                break;
            }
        }
        return value;
    }

    private static double away(double fromZero) {
        return Math.abs(fromZero) < TINY ? TINY : fromZero;
    }

    /** The natural logarithm of the gamma function of z above 0. */
    static double logGamma(double z) {
        if (z < 0.5) {
            return Math.log(Math.PI / Math.sin(Math.PI * z)) - logGamma(1 - z);
        }
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (z - 1 + i);
        }
        double t = z + 6.5;
        return 0.5 * Math.log(2 * Math.PI) + (z - 0.5) * Math.log(t) - t + Math.log(sum);
    }
}
