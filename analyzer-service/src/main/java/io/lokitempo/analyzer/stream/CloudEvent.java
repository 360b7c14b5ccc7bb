package io.lokitempo.analyzer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.State;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What alert consumers read in a record's headers to filter and to recognise a repetition, without parsing the value.
 *
 * @param id of this one state of its subject: the same whenever it is sent again
 * @param type what happened: {@code io.lokitempo.anomaly.opened}, {@code .updated} or {@code .resolved}
 * @param subject id of the anomaly or incident
 * @param time of what is told, not of the telling
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">CloudEvents
 *     1.0, Kafka protocol binding, binary mode</a>
 */
record CloudEvent(String id, String type, String source, String subject, Instant time) {
    static CloudEvent of(Anomaly anomaly) {
        return of("anomaly", anomaly.id(), anomaly.revision(), anomaly.scope(), anomaly.state(), anomaly.lastSeen());
    }

    static CloudEvent of(Incident incident) {
        return of(
                "incident",
                incident.id(),
                incident.revision(),
                incident.scope(),
                incident.state(),
                incident.lastSeen());
    }

    private static CloudEvent of(String what, String id, int revision, Scope scope, State state, Instant time) {
        return new CloudEvent(
                id + "/" + revision,
                "io.lokitempo." + what + "." + verb(state, revision),
                "/lokitempo/" + scope,
                id,
                time);
    }

    private static String verb(State state, int revision) {
        return switch (state) {
            case OPEN -> revision == 0 ? "opened" : "updated";
            case RESOLVED -> "resolved";
        };
    }

    Headers headers() {
        Headers headers = new RecordHeaders();
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id,
                        "ce_type", type,
                        "ce_source", source,
                        "ce_subject", subject,
                        "ce_time", time.toString(),
                        "content-type", "application/json")
                .forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return headers;
    }
}
