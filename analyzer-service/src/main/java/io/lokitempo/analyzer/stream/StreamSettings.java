package io.lokitempo.analyzer.stream;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How findings are streamed.
 *
 * @param stateDir folder of the local state; what is lost there is read back from Kafka
 * @param threads that work on partitions side by side
 * @param alertHorizon how far behind its source's newest window a window may still raise an anomaly
 */
@ConfigurationProperties("lokitempo.stream")
record StreamSettings(
        @NotBlank(message = "a folder is accepted") String stateDir,

        @Min(value = 1, message = "1 to 16 are accepted") @Max(value = 16, message = "1 to 16 are accepted")
        int threads,

        @DurationMin(minutes = 1, message = "1m to 24h are accepted")
        @DurationMax(hours = 24, message = "1m to 24h are accepted")
        Duration alertHorizon) {}
