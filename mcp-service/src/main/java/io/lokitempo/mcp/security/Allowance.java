package io.lokitempo.mcp.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often each may ask: a bucket of tokens that fills over a minute, as in "Token bucket", RFC 2697's meter. Those who
 * have not asked for longest are forgotten first, by when their buckets are mostly full again.
 */
final class Allowance {
    private static final int REMEMBERED = 10_000;

    private record Bucket(double tokens, Instant at) {}

    private final int perMinute;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(256, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    Allowance(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** Empty where one more may be had, else how long to wait for it. */
    synchronized Optional<Duration> take(String who) {
        double tokens = tokens(who);
        if (tokens >= 1) {
            buckets.put(who, new Bucket(tokens - 1, clock.instant()));
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) Math.ceil((1 - tokens) * 60_000 / perMinute)));
    }

    private double tokens(String who) {
        Bucket bucket = buckets.get(who);
        if (bucket == null) {
            return perMinute;
        }
        double millis =
                Math.max(0, Duration.between(bucket.at(), clock.instant()).toMillis());
        return Math.min(perMinute, bucket.tokens() + millis * perMinute / 60_000);
    }
}
