package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.ShopPlan;
import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanEvent;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TraceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every visit uses, for one thread. */
final class Workshop {
    final ShopPlan plan;
    final Conditions conditions;
    final Pods pods;
    final Scribe scribe;
    final Conventions conventions = new Conventions();
    final boolean wantsSpans;

    private final Recorder recorder;
    private final Map<String, ServiceName> names = new HashMap<>();

    Workshop(ShopPlan plan, Conditions conditions, Pods pods, Scribe scribe, Recorder recorder, boolean wantsSpans) {
        this.plan = plan;
        this.conditions = conditions;
        this.pods = pods;
        this.scribe = scribe;
        this.recorder = recorder;
        this.wantsSpans = wantsSpans;
    }

    void span(
            Situation situation,
            TraceId traceId,
            SpanId spanId,
            @Nullable SpanId parent,
            String name,
            SpanKind kind,
            String error,
            long startNanos,
            long endNanos,
            Map<String, AttributeValue> attributes,
            List<SpanEvent> events) {
        String service = situation.service.name();
        if (wantsSpans && situation.service.traits().traced() && !conditions.isSilent(service, endNanos)) {
            recorder.span(new Span(
                    traceId,
                    spanId,
                    parent,
                    names.computeIfAbsent(service, ServiceName::new),
                    name,
                    kind,
                    error.isEmpty() ? SpanStatus.UNSET : SpanStatus.ERROR,
                    error,
                    startNanos,
                    endNanos - startNanos,
                    attributes,
                    situation.pod.resource(),
                    events));
        }
    }
}
