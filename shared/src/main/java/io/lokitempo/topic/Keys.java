package io.lokitempo.topic;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.ServiceEdge;
import io.lokitempo.finding.ServiceWindow;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.ServiceName;

/** Record keys: text with slashes between the parts, the scope first. */
public final class Keys {
    private Keys() {}

    public static String service(Scope scope, ServiceName service) {
        return scope + "/" + service;
    }

    public static String of(PatternCounts counts) {
        return service(counts.scope(), counts.service());
    }

    public static String of(SpanWindow window) {
        return service(window.scope(), window.service());
    }

    public static String of(ServiceWindow window) {
        Operation operation = window.stats().operation();
        return service(window.scope(), operation.service()) + "/" + operation.kind() + "/" + operation.version() + "/"
                + operation.name();
    }

    public static String of(ServiceEdge edge) {
        CallStats stats = edge.stats();
        return edge.scope() + "/" + stats.caller() + "/" + stats.callee();
    }
}
