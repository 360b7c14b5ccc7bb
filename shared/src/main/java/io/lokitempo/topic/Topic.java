package io.lokitempo.topic;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_MS_CONFIG;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.ServiceEdge;
import io.lokitempo.finding.ServiceWindow;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.finding.Watermark;
import java.time.Duration;
import java.util.Map;

/**
 * A Kafka topic of this system.
 *
 * @param name {@code lokitempo.<subject>.v1}
 * @param partitioning how many partitions it has
 * @param config topic configuration at creation
 * @param type what a value holds
 */
public record Topic<V>(String name, Partitioning partitioning, Map<String, String> config, Class<V> type) {
    /** How records are dealt. */
    public enum Partitioning {
        /** By {@link ServicePartitioner}, into the installation's number of partitions. */
        BY_SERVICE,
        /** One partition, for what must be seen together or whole. */
        SINGLE
    }

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);

    public static final Topic<Watermark> WATERMARKS =
            new Topic<>("lokitempo.watermarks.v1", Partitioning.BY_SERVICE, compacted(), Watermark.class);
    public static final Topic<LogPattern> LOG_PATTERNS =
            new Topic<>("lokitempo.log-patterns.v1", Partitioning.BY_SERVICE, compacted(), LogPattern.class);
    public static final Topic<PatternCounts> PATTERN_COUNTS =
            new Topic<>("lokitempo.pattern-counts.v1", Partitioning.BY_SERVICE, kept(WEEK), PatternCounts.class);
    public static final Topic<SpanWindow> SPAN_WINDOWS =
            new Topic<>("lokitempo.span-windows.v1", Partitioning.BY_SERVICE, kept(WEEK), SpanWindow.class);
    public static final Topic<ServiceWindow> SERVICE_WINDOWS =
            new Topic<>("lokitempo.service-windows.v1", Partitioning.BY_SERVICE, kept(WEEK), ServiceWindow.class);
    public static final Topic<ServiceEdge> SERVICE_EDGES =
            new Topic<>("lokitempo.service-edges.v1", Partitioning.BY_SERVICE, kept(WEEK), ServiceEdge.class);
    public static final Topic<Anomaly> ANOMALIES =
            new Topic<>("lokitempo.anomalies.v1", Partitioning.BY_SERVICE, compactedFor(MONTH), Anomaly.class);
    public static final Topic<Incident> INCIDENTS =
            new Topic<>("lokitempo.incidents.v1", Partitioning.SINGLE, compactedFor(MONTH), Incident.class);
    public static final Topic<Change> CHANGES =
            new Topic<>("lokitempo.changes.v1", Partitioning.BY_SERVICE, compactedFor(MONTH), Change.class);
    public static final Topic<Setting> SETTINGS =
            new Topic<>("lokitempo.settings.v1", Partitioning.SINGLE, compacted(), Setting.class);
    public static final Topic<DeadLetter> DEAD_LETTERS =
            new Topic<>("lokitempo.dead-letters.v1", Partitioning.SINGLE, kept(MONTH), DeadLetter.class);

    public static java.util.List<Topic<?>> all() {
        return java.util.List.of(
                WATERMARKS,
                LOG_PATTERNS,
                PATTERN_COUNTS,
                SPAN_WINDOWS,
                SERVICE_WINDOWS,
                SERVICE_EDGES,
                ANOMALIES,
                INCIDENTS,
                CHANGES,
                SETTINGS,
                DEAD_LETTERS);
    }

    public Topic {
        config = Map.copyOf(config);
    }

    // Small segments, since only closed ones are compacted and everything in them is read back at every assignment.
    private static Map<String, String> compacted() {
        return Map.of(
                CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT,
                SEGMENT_BYTES_CONFIG, Integer.toString(16 << 20),
                SEGMENT_MS_CONFIG, Long.toString(Duration.ofHours(6).toMillis()));
    }

    private static Map<String, String> compactedFor(Duration retention) {
        return Map.of(
                CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT + "," + CLEANUP_POLICY_DELETE,
                RETENTION_MS_CONFIG, Long.toString(retention.toMillis()),
                SEGMENT_BYTES_CONFIG, Integer.toString(16 << 20));
    }

    private static Map<String, String> kept(Duration retention) {
        return Map.of(
                CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE, RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    }
}
