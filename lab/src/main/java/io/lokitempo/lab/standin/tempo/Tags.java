package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.http.ApiRequest;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.query.Bounds;
import io.lokitempo.lab.standin.query.Deadline;
import io.lokitempo.lab.standin.query.GoNumber;
import io.lokitempo.lab.standin.query.QueryRefused;
import io.lokitempo.lab.standin.traceql.Field;
import io.lokitempo.lab.standin.traceql.Field.Intrinsic;
import io.lokitempo.lab.standin.traceql.TraceQlParser;
import io.lokitempo.lab.standin.traceql.Value;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ObjIntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Names and values of attributes, in both versions of the API. */
final class Tags {
    private static final List<String> INTRINSICS = List.of(
            "duration",
            "event:name",
            "event:timeSinceStart",
            "instrumentation:name",
            "instrumentation:version",
            "kind",
            "link:spanID",
            "link:traceID",
            "name",
            "rootName",
            "rootServiceName",
            "span:duration",
            "span:id",
            "span:kind",
            "span:name",
            "span:parentID",
            "span:status",
            "span:statusMessage",
            "status",
            "statusMessage",
            "trace:duration",
            "trace:id",
            "trace:rootName",
            "trace:rootService",
            "traceDuration");
    private static final List<String> STATUSES = List.of("error", "ok", "unset");
    private static final List<String> KINDS =
            List.of("client", "consumer", "internal", "producer", "server", "unspecified");
    private static final Set<Intrinsic> WITH_VALUES = Set.of(
            Intrinsic.NAME,
            Intrinsic.STATUS_MESSAGE,
            Intrinsic.ROOT_NAME,
            Intrinsic.ROOT_SERVICE,
            Intrinsic.EVENT_NAME,
            Intrinsic.LIBRARY,
            Intrinsic.LIBRARY_VERSION);
    private static final int BYTES_OF_A_SPAN = 200;

    private final TraceStore store;
    private final Bounds bounds;
    private final InstantSource clock;

    Tags(TraceStore store, Bounds bounds, InstantSource clock) {
        this.store = store;
        this.bounds = bounds;
        this.clock = clock;
    }

    /** Spans that the request's window and {@code q} leave; an unreadable {@code q} leaves all, as in Tempo. */
    private long forEach(ApiRequest request, ObjIntConsumer<TraceView> span) {
        TempoTimes times = TempoTimes.ofSearch(request.parameters(), clock.instant());
        Deadline deadline = bounds.deadline();
        SpansetEvaluator evaluator = new SpansetEvaluator(TraceQlParser.parse(filter(request)), deadline);
        long looked = 0;
        for (StoredTrace stored : store.between(TempoApi.tenant(request), times.start(), times.end())) {
            TraceView trace = new TraceView(stored);
            looked += trace.spans().size();
            evaluator
                    .evaluate(trace)
                    .forEach(set -> set.spans().stream().forEach(number -> span.accept(trace, number)));
        }
        return looked;
    }

    private static String filter(ApiRequest request) {
        String asked = request.parameters().text("q").orElse("{}");
        try {
            TraceQlParser.parse(asked);
            return asked;
        } catch (QueryRefused e) {
            if (e.reason() == QueryRefused.Cause.UNSUPPORTED) {
                throw e;
            }
            return "{}";
        }
    }

    private static ObjectNode answered(ObjectNode body, long spans) {
        TempoJson.unlessZero(body.putObject("metrics"), "inspectedBytes", spans * BYTES_OF_A_SPAN);
        return body;
    }

    JsonNode namesV1(ApiRequest request) {
        Map<Field.Scope, Set<String>> names = new EnumMap<>(Field.Scope.class);
        String scope = scope(request);
        long looked = forEach(request, (trace, number) -> collect(trace.span(number), names));
        Set<String> all = new TreeSet<>();
        names.forEach((of, some) -> {
            if (scope.isEmpty() || scope.equals(of.text())) {
                all.addAll(some);
            }
        });
        ObjectNode body = TempoJson.object();
        ArrayNode array = body.putArray("tagNames");
        all.forEach(array::add);
        return answered(body, looked);
    }

    JsonNode namesV2(ApiRequest request) {
        String scope = scope(request);
        Map<Field.Scope, Set<String>> names = new EnumMap<>(Field.Scope.class);
        long looked =
                scope.equals("intrinsic") ? 0 : forEach(request, (trace, number) -> collect(trace.span(number), names));
        ObjectNode body = TempoJson.object();
        ArrayNode scopes = body.putArray("scopes");
        names.forEach((of, some) -> {
            if (scope.isEmpty() || scope.equals(of.text())) {
                add(scopes, of.text(), some);
            }
        });
        if (scope.isEmpty() || scope.equals("intrinsic")) {
            add(scopes, "intrinsic", INTRINSICS);
        }
        return answered(body, looked);
    }

    private static String scope(ApiRequest request) {
        String scope = request.parameters().text("scope").orElse("");
        boolean known = scope.equals("intrinsic") || Field.Scope.of(scope).isPresent();
        if (!known && !scope.equals("none")) {
            throw Refusal.badRequest("invalid scope: " + scope);
        }
        return scope.equals("none") ? "" : scope;
    }

    private static void add(ArrayNode scopes, String name, Iterable<String> tags) {
        ArrayNode array = scopes.addObject().put("name", name).putArray("tags");
        tags.forEach(array::add);
    }

    private static void collect(StoredSpan span, Map<Field.Scope, Set<String>> names) {
        addAll(names, Field.Scope.SPAN, span.attributes());
        addAll(names, Field.Scope.RESOURCE, span.source().resource());
        span.events().forEach(event -> addAll(names, Field.Scope.EVENT, event.attributes()));
        span.links().forEach(link -> addAll(names, Field.Scope.LINK, link.attributes()));
    }

    private static void addAll(Map<Field.Scope, Set<String>> names, Field.Scope scope, Map<String, Value> attributes) {
        if (!attributes.isEmpty()) {
            names.computeIfAbsent(scope, _ -> new TreeSet<>()).addAll(attributes.keySet());
        }
    }

    JsonNode valuesV1(ApiRequest request) {
        Field field = Intrinsic.of(request.variable())
                .<Field>map(intrinsic -> intrinsic)
                .orElse(new Field.Attribute(Field.Scope.ANY, request.variable()));
        Set<Value> values = new LinkedHashSet<>();
        boolean hasValues = !(field instanceof Intrinsic intrinsic) || WITH_VALUES.contains(intrinsic);
        long looked = hasValues ? values(request, field, values) : 0;
        Set<String> texts = new TreeSet<>();
        values.forEach(value -> texts.add(value.text()));
        ObjectNode body = TempoJson.object();
        ArrayNode array = body.putArray("tagValues");
        texts.forEach(array::add);
        return answered(body, looked);
    }

    JsonNode valuesV2(ApiRequest request) {
        Field field = field(request.variable());
        ObjectNode body = TempoJson.object();
        ArrayNode array = body.putArray("tagValues");
        if (field == Intrinsic.STATUS || field == Intrinsic.KIND) {
            (field == Intrinsic.STATUS ? STATUSES : KINDS).forEach(word -> add(array, "keyword", word));
            return answered(body, 0);
        }
        if (field instanceof Intrinsic intrinsic && !WITH_VALUES.contains(intrinsic)) {
            return answered(body, 0);
        }
        Set<Value> values = new LinkedHashSet<>();
        long looked = values(request, field, values);
        String text = request.parameters().text("limit").orElse("0");
        long limit = GoNumber.parseLong(text)
                .orElseThrow(() -> Refusal.badRequest("invalid limit: " + GoNumber.invalid("Atoi", text)));
        values.stream()
                .limit(limit <= 0 ? Long.MAX_VALUE : limit)
                .forEach(value -> add(array, type(value), value.text()));
        return answered(body, looked);
    }

    private static void add(ArrayNode array, String type, String value) {
        array.addObject().put("type", type).put("value", value);
    }

    private static Field field(String name) {
        try {
            return TraceQlParser.parseField(name);
        } catch (QueryRefused e) {
            throw Refusal.badRequest(
                    "please provide a valid tagName: failed to parse identifier " + name + ": " + e.words());
        }
    }

    private long values(ApiRequest request, Field field, Set<Value> values) {
        return forEach(request, (trace, number) -> {
            switch (trace.value(field, number)) {
                case Value.Nil _ -> {}
                case Value.Several(List<Value> several) -> values.addAll(several);
                case Value.Text(String text) when text.isEmpty() -> {}
                case Value value -> values.add(value);
            }
        });
    }

    private static String type(Value value) {
        return switch (value) {
            case Value.Whole _ -> "int";
            case Value.Decimal _ -> "float";
            case Value.Flag _ -> "bool";
            case Value.Duration _ -> "duration";
            case Value.Status _, Value.Kind _ -> "keyword";
            case Value.Text _, Value.Several _, Value.Nil _ -> "string";
        };
    }
}
