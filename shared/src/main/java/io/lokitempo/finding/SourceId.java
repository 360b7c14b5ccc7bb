package io.lokitempo.finding;

/**
 * A stretch of telemetry that one poller reads in order: the log lines of one service, or one lane of traces.
 *
 * @param name the service for LOGS, {@code lane-N} for TRACES
 */
public record SourceId(Scope scope, Kind kind, String name) {
    public enum Kind {
        LOGS,
        TRACES
    }

    /** The Kafka key: scope, kind and name with slashes between. */
    public String key() {
        return scope + "/" + kind.name().toLowerCase(java.util.Locale.ROOT) + "/" + name;
    }

    @Override
    public String toString() {
        return key();
    }
}
