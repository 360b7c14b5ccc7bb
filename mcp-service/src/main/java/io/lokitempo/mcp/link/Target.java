package io.lokitempo.mcp.link;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;

/** What a link shows. It holds no address: where Grafana is, is said by the settings of whoever follows it. */
sealed interface Target {
    /** Lines, or a metric of them. */
    record Logs(String logql, TimeWindow window) implements Target {}

    /** Traces that fit, or a metric of them. */
    record Traces(String traceql, TimeWindow window) implements Target {}

    /** @param window around the trace */
    record Trace(TraceId id, TimeWindow window) implements Target {}

    /** A service's lines beside its traces. */
    record Service(ServiceName service, TimeWindow window) implements Target {}

    /** @param id of an incident or an anomaly, which the database knows */
    record Finding(String id) implements Target {}
}
