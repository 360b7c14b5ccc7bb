package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Fault;
import io.lokitempo.lab.shop.plan.Service;
import io.lokitempo.lab.shop.plan.Step;
import io.lokitempo.lab.shop.plan.Traits;
import io.lokitempo.lab.shop.plan.Traits.TraceIds;
import io.lokitempo.lab.shop.style.LogEvent;
import io.lokitempo.lab.shop.style.LogEvent.Thrown;
import io.lokitempo.lab.shop.style.LogEvent.TraceContext;
import io.lokitempo.lab.shop.style.LogStyles;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns statements into lines: worded, styled, labelled, with the trace's id where that service puts it. */
final class Scribe {
    private final LogStyles styles;
    private final Conditions conditions;
    private final Recorder recorder;
    private final boolean isWanted;
    private final Map<Stream, Map<String, String>> labels = new HashMap<>();
    private final StringBuilder text = new StringBuilder(512);

    private record Stream(String service, @Nullable LogLevel level) {}

    Scribe(ZoneId zone, Conditions conditions, Recorder recorder, boolean isWanted) {
        this.styles = new LogStyles(zone);
        this.conditions = conditions;
        this.recorder = recorder;
        this.isWanted = isWanted;
    }

    void write(Step.Log log, Situation situation, long nanos, @Nullable TraceContext trace) {
        write(log, situation, nanos, trace, null);
    }

    void write(Step.Log log, Situation situation, long nanos, @Nullable TraceContext trace, @Nullable Fault fault) {
        if (!isWanted || !situation.service.logs() || conditions.isSilent(situation.service.name(), nanos)) {
            return;
        }
        boolean said = situation.says(log.chance());
        if (said && situation.elapsedMillis() >= log.slowerThanMillis()) {
            recorder.line(new LogLine(
                    nanos,
                    styled(log, situation, nanos, trace, fault),
                    labels(situation.service, log.level()),
                    metadata(situation, trace)));
        }
    }

    private String styled(
            Step.Log log, Situation situation, long nanos, @Nullable TraceContext trace, @Nullable Fault fault) {
        Traits traits = situation.service.traits();
        boolean inLine = traits.traceIds() == TraceIds.IN_TEXT || traits.traceIds() == TraceIds.FIELD;
        String message = log.message().filledIn(situation);
        Thrown thrown = fault == null || !fault.isError() ? null : new Thrown(fault.type(), message, fault.frames());
        text.setLength(0);
        styles.write(
                traits.style(),
                new LogEvent(
                        nanos,
                        log.level(),
                        log.source(),
                        message,
                        log.fields(),
                        situation,
                        situation.service.name(),
                        situation.pod.name(),
                        inLine ? trace : null,
                        thrown),
                text);
        return text.toString();
    }

    private Map<String, String> labels(Service service, LogLevel level) {
        boolean byLevel = service.traits().levelLabel();
        return labels.computeIfAbsent(new Stream(service.name(), byLevel ? level : null), stream -> {
            String name = service.traits().nameLabel();
            return stream.level == null
                    ? Map.of(name, stream.service, "namespace", "shop")
                    : Map.of(name, stream.service, "namespace", "shop", "level", stream.level.label());
        });
    }

    private static Map<String, String> metadata(Situation situation, @Nullable TraceContext trace) {
        if (trace == null || situation.service.traits().traceIds() != TraceIds.METADATA) {
            return Map.of();
        }
        return Map.of("trace_id", trace.traceId(), "span_id", trace.spanId(), "pod", situation.pod.name());
    }
}
