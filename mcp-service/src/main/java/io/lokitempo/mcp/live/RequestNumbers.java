package io.lokitempo.mcp.live;

/**
 * Requests of a service, of an operation or of one value of an attribute, over a window. Durations in milliseconds; NaN
 * where unknown.
 */
public record RequestNumbers(
        String name, double requests, double errors, double p50, double p95, double p99, double max) {
    /** Calls that must lie above a percentile for it to rest on data. */
    private static final double ENOUGH = 5;

    /** Of a group without a request. */
    public static RequestNumbers none(String name) {
        return new RequestNumbers(name, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    public RequestNumbers named(String other) {
        return new RequestNumbers(other, requests, errors, p50, p95, p99, max);
    }

    public double errorPercent() {
        return requests == 0 ? Double.NaN : 100 * errors / requests;
    }

    /**
     * The least error rate that fits what was seen with 95% confidence, 0 to 1: by it a service that failed once of once
     * does not come before one that failed 300 times of 1,000.
     *
     * @see <a href="https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval">Wilson score interval</a>
     */
    public double leastErrorRate() {
        if (requests == 0) {
            return 0;
        }
        double z = 1.96;
        double rate = errors / requests;
        double spread = z * Math.sqrt((rate * (1 - rate) + z * z / (4 * requests)) / requests);
        return (rate + z * z / (2 * requests) - spread) / (1 + z * z / requests);
    }

    /** Whether five calls or more lie above the percentile. */
    public boolean bears(double quantile) {
        return requests * (1 - quantile) >= ENOUGH - 1e-9;
    }
}
