package io.lokitempo.analyzer.poll;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.ServiceName;
import java.util.List;
import java.util.Objects;

/**
 * What a reading of a lane's window came to, to tell whether a later one says something new.
 *
 * @param unknown calls whose caller was not found
 * @param digest of every operation's requests and errors and of every caller's calls and errors; 0 of nothing
 * @param exact whether all that the server had was read
 */
record SpanTotals(long requests, long calls, long unknown, long digest, boolean exact) {
    static final SpanTotals NOTHING = new SpanTotals(0, 0, 0, 0, true);

    private static final long SPREAD = 0x9E3779B97F4A7C15L; // 2^64 by the golden ratio: Fibonacci hashing

    static SpanTotals of(List<SpanWindow> spans) {
        long requests = 0;
        long calls = 0;
        long unknown = 0;
        long digest = 0;
        boolean exact = true;
        for (SpanWindow one : spans) {
            for (OperationStats stats : one.operations()) {
                requests += stats.requests();
                digest += SPREAD * Objects.hash(stats.operation(), stats.requests(), stats.errors());
            }
            for (CallStats stats : one.calls()) {
                calls += stats.calls();
                unknown += stats.caller().equals(ServiceName.UNKNOWN) ? stats.calls() : 0;
                digest += SPREAD * Objects.hash(stats.caller(), stats.callee(), stats.calls(), stats.errors());
            }
            exact &= one.sampling() == Sampling.EXACT;
        }
        return new SpanTotals(requests, calls, unknown, digest, exact);
    }

    /**
     * Whether this is to replace what was read before. Spans come late and never go: a whole reading with fewer requests
     * than an earlier one met blocks that the server does not list yet, or no more; one with as many, that found fewer
     * callers, looked for fewer.
     */
    boolean isNewsAfter(SpanTotals earlier) {
        if (digest == earlier.digest) {
            return false;
        }
        boolean asWhole = requests == earlier.requests && exact && unknown <= earlier.unknown;
        return !earlier.exact || requests > earlier.requests || asWhole;
    }
}
