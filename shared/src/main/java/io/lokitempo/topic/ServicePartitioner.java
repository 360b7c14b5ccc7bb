package io.lokitempo.topic;

import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.telemetry.ServiceName;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Deals everything of one service to one partition, the same in all topics that are dealt by service, whatever a
 * record's key is: murmur2 of scope and service modulo the installation's number of partitions.
 *
 * @param partitions fixed when the topics are created, 1 to 1,000
 */
public record ServicePartitioner(int partitions) {
    public ServicePartitioner {
        if (partitions < 1 || partitions > 1_000) {
            throw new IllegalArgumentException("partitions " + partitions + ": 1 to 1000 are accepted");
        }
    }

    public int of(Scope scope, ServiceName service) {
        return of(scope + "/" + service);
    }

    /** The partition whose poller reads this source. */
    public int of(SourceId source) {
        return switch (source.kind()) {
            case LOGS -> of(source.scope() + "/" + source.name());
            case TRACES -> of(source.key());
        };
    }

    private int of(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
