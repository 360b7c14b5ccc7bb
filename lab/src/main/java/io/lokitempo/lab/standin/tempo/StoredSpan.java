package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.traceql.Value;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import java.util.List;
import java.util.Map;

/**
 * A span as it was pushed.
 *
 * @param id the eight bytes of the id
 * @param parentId 0 of a root
 * @param start nanoseconds since the epoch
 */
record StoredSpan(
        long id,
        long parentId,
        String name,
        SpanKind kind,
        SpanStatus status,
        String statusMessage,
        long start,
        long end,
        Map<String, Value> attributes,
        Source source,
        List<Event> events,
        List<Link> links) {
    /** What made a span: the process and the library in it. */
    record Source(Map<String, Value> resource, String library, String libraryVersion) {
        String service() {
            return resource.getOrDefault("service.name", new Value.Text("")).text();
        }
    }

    record Event(long time, String name, Map<String, Value> attributes) {}

    record Link(String traceId, String spanId, Map<String, Value> attributes) {}

    long duration() {
        return end - start;
    }

    boolean isRoot() {
        return parentId == 0;
    }

    static String hex(long id) {
        return String.format("%016x", id);
    }
}
