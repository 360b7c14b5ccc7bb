package io.lokitempo.loki;

import io.lokitempo.telemetry.CompactDuration;
import io.lokitempo.upstream.AnswerReader;
import io.lokitempo.upstream.JsonCursor;
import io.lokitempo.upstream.Reply.Answered;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code /drilldown-limits}. */
final class LimitsReader implements AnswerReader<Limits> {
    private @Nullable Integer maxEntries;
    private @Nullable Integer maxSeries;
    private @Nullable Long maxSeconds;
    private @Nullable Long retention;
    private @Nullable Boolean volume;
    private @Nullable Boolean patterns;
    private @Nullable String version;

    @Override
    public Answered<Limits> read(JsonCursor json) {
        for (String name : json.fields()) {
            switch (name) {
                case "limits" -> limits(json);
                case "pattern_ingester_enabled" -> patterns = json.flag();
                case "version" -> version = json.text();
                default -> {}
            }
        }
        return new Answered<>(new Limits(maxEntries, maxSeries, maxSeconds, retention, volume, patterns, version));
    }

    private void limits(JsonCursor json) {
        for (String name : json.fields()) {
            switch (name) {
                case "max_entries_limit_per_query" -> maxEntries = Math.toIntExact(json.whole());
                case "max_query_series" -> maxSeries = Math.toIntExact(json.whole());
                case "max_query_length" -> maxSeconds = seconds(json.text());
                case "retention_period" -> retention = seconds(json.text());
                case "volume_enabled" -> volume = json.flag();
                default -> {}
            }
        }
    }

    /** Zero is how Loki writes "no limit". */
    private static @Nullable Long seconds(String text) {
        return CompactDuration.parse(text)
                .map(Duration::toSeconds)
                .filter(seconds -> seconds > 0)
                .orElse(null);
    }
}
