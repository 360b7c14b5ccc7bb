package io.lokitempo.mcp.link;

import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the short link that an answer carries: {@code .link(links.logs(query, window))}. Every method gives null, which an
 * answer takes for no link, where no Grafana is set or the query is too long for one.
 */
public final class Links {
    private final LiveSettings settings;

    public Links(LiveSettings settings) {
        this.settings = settings;
    }

    /** To the lines, or the metric, of a LogQL query as it ran. */
    public @Nullable String logs(String logql, TimeWindow window) {
        return link(new Target.Logs(logql, window));
    }

    /** To the traces, or the metric, of a TraceQL query as it ran. */
    public @Nullable String traces(String traceql, TimeWindow window) {
        return link(new Target.Traces(traceql, window));
    }

    /** @param window around the trace, which Grafana's time picker then shows */
    public @Nullable String trace(TraceId id, TimeWindow window) {
        return link(new Target.Trace(id, window));
    }

    /** To a service's lines and traces, side by side. */
    public @Nullable String service(ServiceName service, TimeWindow window) {
        return link(new Target.Service(service, window));
    }

    /** @param id of an incident or an anomaly: to the lines and traces of its most suspect service while it lasted */
    public @Nullable String finding(String id) {
        return link(new Target.Finding(id));
    }

    private @Nullable String link(Target target) {
        Settings now = settings.current();
        if (now.grafana().url().isEmpty()) {
            return null;
        }
        Optional<String> id = LinkId.of(target);
        return id.map(known -> "/go/" + known).orElse(null);
    }
}
