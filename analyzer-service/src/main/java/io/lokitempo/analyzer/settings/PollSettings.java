package io.lokitempo.analyzer.settings;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How Loki and Tempo are read.
 *
 * @param partitions into which sources are dealt; fixed when the topics are first created
 * @param windowLength of the tumbling windows, whole seconds
 * @param logLag how long after its end a window of log lines is read
 * @param traceLag the same for spans, which are sent when they end
 * @param lookback how far back a source never seen before is begun
 * @param catchUp how far back is read what nobody read when it happened; older windows become a gap
 * @param lineBudget lines of a service's window that are read; above it they are counted, and a sample is read
 * @param logServiceLabels the labels that may name a service in Loki, the best first
 * @param traceLanes into how many lanes the seconds of traces are dealt
 * @param traceBudget traces of a lane's window that are read whole; above it numbers come from a sample
 * @param queriesPerMinute sent to Loki, and to Tempo, at most
 * @param concurrency queries under way at once at Loki, and at Tempo, at most
 */
@ConfigurationProperties("lokitempo.poll")
public record PollSettings(
        @Min(value = 1, message = "1 to 1000 are accepted") @Max(value = 1_000, message = "1 to 1000 are accepted")
        int partitions,

        @DurationMin(seconds = 10, message = "10s to 1h are accepted")
        @DurationMax(hours = 1, message = "10s to 1h are accepted")
        Duration windowLength,

        @DurationMin(seconds = 0, message = "0s to 1h are accepted")
        @DurationMax(hours = 1, message = "0s to 1h are accepted")
        Duration logLag,

        @DurationMin(seconds = 0, message = "0s to 1h are accepted")
        @DurationMax(hours = 1, message = "0s to 1h are accepted")
        Duration traceLag,

        @DurationMin(minutes = 1, message = "1m to 30d are accepted")
        @DurationMax(days = 30, message = "1m to 30d are accepted")
        Duration lookback,

        @DurationMin(minutes = 1, message = "1m to 30d are accepted")
        @DurationMax(days = 30, message = "1m to 30d are accepted")
        Duration catchUp,

        @Min(value = 1_000, message = "1000 to 10000000 are accepted")
        @Max(value = 10_000_000, message = "1000 to 10000000 are accepted")
        int lineBudget,

        @NotEmpty(message = "one label at least is accepted, names with commas between")
        List<String> logServiceLabels,

        @Min(value = 1, message = "1 to 60 are accepted") @Max(value = 60, message = "1 to 60 are accepted")
        int traceLanes,

        @Min(value = 100, message = "100 to 1000000 are accepted")
        @Max(value = 1_000_000, message = "100 to 1000000 are accepted")
        int traceBudget,

        @Min(value = 10, message = "10 to 100000 are accepted")
        @Max(value = 100_000, message = "10 to 100000 are accepted")
        int queriesPerMinute,

        @Min(value = 1, message = "1 to 64 are accepted") @Max(value = 64, message = "1 to 64 are accepted")
        int concurrency) {
    public PollSettings {
        logServiceLabels = List.copyOf(logServiceLabels);
    }

    @AssertTrue(message = "whole seconds are accepted")
    boolean isWindowLength() {
        return windowLength.equals(Duration.ofSeconds(windowLength.toSeconds()));
    }
}
