package io.lokitempo.analyzer.store;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param retention how long facts are kept, in whole days of UTC
 * @param rollupRetention how long hours and days of requests are kept
 * @param rollupPause from one adding up of hours that changed to the next
 */
@ConfigurationProperties("lokitempo.store")
record StoreSettings(
        @DurationMin(days = 1, message = "1d to 3650d are accepted")
        @DurationMax(days = 3_650, message = "1d to 3650d are accepted")
        Duration retention,

        @DurationMin(days = 1, message = "1d to 3650d are accepted")
        @DurationMax(days = 3_650, message = "1d to 3650d are accepted")
        Duration rollupRetention,

        @DurationMin(seconds = 1, message = "1s to 1h are accepted")
        @DurationMax(hours = 1, message = "1s to 1h are accepted")
        Duration rollupPause) {}
