package io.lokitempo.analyzer.stream;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether findings are being made. */
final class StreamHealth implements HealthIndicator {
    private final FindingStream stream;

    StreamHealth(FindingStream stream) {
        this.stream = stream;
    }

    @Override
    public Health health() {
        Health.Builder health = stream.isWorking() ? Health.up() : Health.down();
        String trouble = stream.trouble();
        if (!trouble.isEmpty()) {
            health.withDetail("trouble", trouble);
        }
        return health.withDetail("state", stream.state()).build();
    }
}
