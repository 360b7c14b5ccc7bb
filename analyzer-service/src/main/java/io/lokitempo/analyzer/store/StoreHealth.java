package io.lokitempo.analyzer.store;

import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether findings reach the database. While they do not they wait in Kafka. */
final class StoreHealth implements HealthIndicator {
    private final Schema schema;
    private final StoreListener listener;
    private final Rollups rollups;

    StoreHealth(Schema schema, StoreListener listener, Rollups rollups) {
        this.schema = schema;
        this.listener = listener;
        this.rollups = rollups;
    }

    @Override
    public Health health() {
        Optional<String> trouble = listener.trouble();
        Health.Builder health = schema.isReady() && trouble.isEmpty() ? Health.up() : Health.down();
        trouble.ifPresent(reason -> health.withDetail("waiting", reason));
        // Hours and days are made of what is stored already: late, they lose nothing.
        if (!rollups.trouble().isEmpty()) {
            health.withDetail("hours and days", rollups.trouble());
        }
        return health.withDetail("schema", schema.state()).build();
    }
}
