package io.lokitempo.analyzer.store;

import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether findings reach the database. While they do not they wait in Kafka. */
final class StoreHealth implements HealthIndicator {
    private final Schema schema;
    private final StoreListener listener;

    StoreHealth(Schema schema, StoreListener listener) {
        this.schema = schema;
        this.listener = listener;
    }

    @Override
    public Health health() {
        Optional<String> trouble = listener.trouble();
        Health.Builder health = schema.isReady() && trouble.isEmpty() ? Health.up() : Health.down();
        trouble.ifPresent(reason -> health.withDetail("waiting", reason));
        return health.withDetail("schema", schema.state()).build();
    }
}
