package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.settings.Topics;
import io.lokitempo.finding.SourceId;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether this analyzer can write what it polls. Down without Kafka; a Loki or Tempo that does not answer shows as lag
 * and with its own words, since restarting the analyzer would not help it.
 */
final class PollHealth implements HealthIndicator {
    private final PollStatus status;
    private final Topics topics;

    PollHealth(PollStatus status, Topics topics) {
        this.status = status;
        this.topics = topics;
    }

    @Override
    public Health health() {
        Health.Builder health = topics.pending()
                .map(reason -> Health.down().withDetail("reason", reason))
                .orElseGet(Health::up);
        Map<Integer, String> partitions = status.partitions();
        health.withDetail("partitions", partitions);
        if (!partitions.isEmpty() && partitions.values().stream().noneMatch("polling"::equals)) {
            health.down();
        }
        for (SourceId.Kind kind : SourceId.Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            PollStatus.Summary summary = status.summary(kind);
            health.withDetail(name + ".sources", summary.sources());
            health.withDetail(name + ".windowsBehind", summary.behind());
            health.withDetail(name + ".lag", summary.lag().toString());
            if (!summary.worst().isEmpty()) {
                health.withDetail(name + ".furthestBehind", summary.worst());
            }
            status.lastError(kind).ifPresent(words -> health.withDetail(name + ".lastError", words));
        }
        return health.build();
    }
}
