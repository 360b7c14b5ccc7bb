package io.lokitempo.analyzer.poll;

import io.lokitempo.upstream.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long Loki keeps lines, asked once an hour for all pollers of this process. What it has dropped it counts as nothing,
 * which must not be taken for silence.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final LogStore logs;
    private final Clock clock;
    private Optional<Duration> told = Optional.empty();
    private Instant nextRefresh = Instant.EPOCH;

    Retention(LogStore logs, Clock clock) {
        this.logs = logs;
        this.clock = clock;
    }

    /** As told last; empty where lines are kept for ever, or nothing is known of it. */
    synchronized Optional<Duration> told() {
        Instant now = clock.instant();
        if (now.isBefore(nextRefresh)) {
            return told;
        }
        if (logs.retention() instanceof Reply.Answered<Optional<Duration>> answered) {
            if (!answered.value().equals(told)) {
                LOG.info(
                        "Loki keeps lines {}",
                        answered.value().map(age -> "for " + age).orElse("for ever"));
            }
            told = answered.value();
            nextRefresh = now.plus(EVERY);
        } else {
            nextRefresh = now.plus(AFTER_FAILURE);
        }
        return told;
    }
}
