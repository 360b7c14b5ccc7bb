package io.lokitempo.loki;

import org.jspecify.annotations.Nullable;

/**
 * Limits of a tenant as {@code /drilldown-limits} states them; null where this Loki does not tell.
 *
 * @param maxQueryLengthSeconds longest range of a query; null also where there is no limit
 * @param retentionSeconds how long lines are kept; null also where they are kept for ever
 */
public record Limits(
        @Nullable Integer maxEntries,
        @Nullable Integer maxQuerySeries,
        @Nullable Long maxQueryLengthSeconds,
        @Nullable Long retentionSeconds,
        @Nullable Boolean volumeEnabled,
        @Nullable Boolean patternIngesterEnabled,
        @Nullable String version) {
    public static final Limits UNKNOWN = new Limits(null, null, null, null, null, null, null);
}
