package io.lokitempo.lab.shop.plan;

import java.util.Set;

/**
 * What a service is built of and how its telemetry leaves it.
 *
 * @param nameLabel the Loki label that holds the name; Loki derives {@code service_name} from the others
 * @param levelLabel whether the level is an index label
 * @param traced whether it makes spans; if not, the trace context passes through it
 */
public record Traits(
        Style style,
        Protocol protocol,
        int pods,
        String nameLabel,
        boolean levelLabel,
        TraceIds traceIds,
        boolean traced) {
    /** What callers speak to it. */
    public enum Protocol {
        HTTP,
        GRPC,
        POSTGRESQL,
        REDIS,
        ELASTICSEARCH;

        private static final Set<Protocol> STORES = Set.of(POSTGRESQL, REDIS, ELASTICSEARCH);

        public boolean isStore() {
            return STORES.contains(this);
        }
    }

    /** Where a line carries its trace's id. */
    public enum TraceIds {
        METADATA,
        IN_TEXT,
        FIELD,
        NOWHERE
    }

    static Traits of(Style style, int pods) {
        return new Traits(style, Protocol.HTTP, pods, "service_name", false, TraceIds.NOWHERE, true);
    }

    static Traits external(Protocol protocol) {
        return new Traits(Style.NONE, protocol, 1, "", false, TraceIds.NOWHERE, false);
    }

    Traits speaking(Protocol spoken) {
        return new Traits(style, spoken, pods, nameLabel, levelLabel, traceIds, traced);
    }

    Traits named(String label) {
        return new Traits(style, protocol, pods, label, levelLabel, traceIds, traced);
    }

    Traits withLevelLabel() {
        return new Traits(style, protocol, pods, nameLabel, true, traceIds, traced);
    }

    Traits withTraceIds(TraceIds place) {
        return new Traits(style, protocol, pods, nameLabel, levelLabel, place, traced);
    }

    Traits untraced() {
        return new Traits(style, protocol, pods, nameLabel, levelLabel, traceIds, false);
    }
}
