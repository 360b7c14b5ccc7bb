package io.lokitempo.analyzer.aggregate;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TraceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The spans of one trace as far as they are known, and how they hang together. Each span is held once. */
public final class TraceSpans {
    private final TraceId id;
    /** Zipkin's instrumentation gives both ends of a call one id, so that a span is its id and kind. */
    private final Map<Identity, Span> spans = new HashMap<>();

    private final Map<SpanId, List<Span>> byId = new HashMap<>();
    private final Map<SpanId, List<Span>> children = new HashMap<>();

    private record Identity(SpanId id, SpanKind kind) {
        static Identity of(Span span) {
            return new Identity(span.spanId(), span.kind());
        }

        boolean is(Span span) {
            return equals(of(span));
        }
    }

    /** Who asked, and the client span that did where it is known. */
    sealed interface Caller {
        record Service(ServiceName name, @Nullable Span client) implements Caller {}

        /** A parent is named and not here. */
        record Missing() implements Caller {}

        /** Nobody, or the service itself. */
        record None() implements Caller {}
    }

    public TraceSpans(TraceId id, Collection<Span> known) {
        this.id = id;
        known.forEach(span -> spans.putIfAbsent(Identity.of(span), span));
        for (Span span : spans.values()) {
            byId.computeIfAbsent(span.spanId(), _ -> new ArrayList<>()).add(span);
            parentOf(span)
                    .ifPresent(parent -> children.computeIfAbsent(parent, _ -> new ArrayList<>())
                            .add(span));
        }
    }

    public TraceId id() {
        return id;
    }

    public Collection<Span> spans() {
        return spans.values();
    }

    /** Whether some span names a parent that is not here. */
    public boolean missesParents() {
        return spans.values().stream()
                .map(this::parentOf)
                .flatMap(Optional::stream)
                .anyMatch(parent -> !byId.containsKey(parent));
    }

    Caller callerOf(Span request) {
        Span client = null;
        Span span = request;
        Set<Identity> seen = new HashSet<>();
        while (seen.add(Identity.of(span))) {
            Optional<SpanId> parentId = parentOf(span);
            if (parentId.isEmpty()) {
                return new Caller.None();
            }
            Optional<Span> parent = ancestor(span, parentId.get());
            if (parent.isEmpty()) {
                return new Caller.Missing();
            }
            Span above = parent.get();
            if (seen.size() == 1 && above.kind() == SpanKind.CLIENT) {
                client = above;
            }
            if (!above.service().equals(request.service())) {
                return new Caller.Service(above.service(), client);
            }
            span = above;
        }
        return new Caller.None(); // parents in a circle are seen from broken instrumentation
    }

    /** Whether the service that a client or producer span calls shows up in this trace. */
    boolean isAnswered(Span call) {
        boolean sharesId = byId.getOrDefault(call.spanId(), List.of()).stream()
                .anyMatch(span -> span.kind().isRequest());
        return sharesId
                || children.getOrDefault(call.spanId(), List.of()).stream()
                        .anyMatch(child ->
                                child.kind().isRequest() || !child.service().equals(call.service()));
    }

    /** The span's duration without the time in which child spans ran; overlapping children count once. */
    long selfNanos(Span span) {
        List<Span> inside = children.getOrDefault(span.spanId(), List.of()).stream()
                .filter(child -> !Identity.of(child).is(span))
                .sorted(Comparator.comparingLong(Span::startNanos))
                .toList();
        long covered = 0;
        long until = span.startNanos();
        for (Span child : inside) {
            long from = Math.max(until, child.startNanos());
            long to = Math.min(span.endNanos(), child.endNanos());
            if (to > from) {
                covered += to - from;
                until = to;
            }
        }
        return span.durationNanos() - covered;
    }

    private Optional<Span> ancestor(Span span, SpanId parentId) {
        return byId.getOrDefault(parentId, List.of()).stream()
                .filter(candidate -> !Identity.of(candidate).is(span))
                // Of two that share the id, a request was sent by the client, and a client's parent is the server.
                .max(Comparator.comparing(
                        candidate -> candidate.kind().isRequest() != span.kind().isRequest()));
    }

    /** The id of the span above: the parent's, or its own where a client span shares it. */
    private Optional<SpanId> parentOf(Span span) {
        boolean shared =
                span.kind() == SpanKind.SERVER && spans.containsKey(new Identity(span.spanId(), SpanKind.CLIENT));
        return shared ? Optional.of(span.spanId()) : Optional.ofNullable(span.parentId());
    }
}
