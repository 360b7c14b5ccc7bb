package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.tempo.StoredSpan.Event;
import io.lokitempo.lab.standin.tempo.StoredSpan.Link;
import io.lokitempo.lab.standin.traceql.Field;
import io.lokitempo.lab.standin.traceql.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A trace as one query sees it: its spans by number, and what follows from them together. */
final class TraceView {
    static final String NO_ROOT = "<root span not yet received>";

    private final String traceId;
    private final List<StoredSpan> spans;
    private final long duration;
    private final @Nullable StoredSpan root;
    private @Nullable Map<Long, Integer> numbers;
    private int @Nullable [][] nested;

    TraceView(StoredTrace trace) {
        this.traceId = trace.id();
        this.spans = trace.spans();
        long end = spans.stream().mapToLong(StoredSpan::end).max().orElseThrow();
        this.duration = end - spans.getFirst().start();
        this.root = spans.stream().filter(StoredSpan::isRoot).findFirst().orElse(null);
    }

    /** As Tempo's search shows it, without the zeros in front. */
    String shownId() {
        String shown = traceId.replaceFirst("^0+", "");
        return shown.isEmpty() ? "0" : shown;
    }

    List<StoredSpan> spans() {
        return spans;
    }

    StoredSpan span(int number) {
        return spans.get(number);
    }

    long start() {
        return spans.getFirst().start();
    }

    long duration() {
        return duration;
    }

    String rootService() {
        return Optional.ofNullable(root)
                .map(span -> span.source().service())
                .filter(service -> !service.isEmpty())
                .orElse(NO_ROOT);
    }

    String rootName() {
        return root == null ? "" : root.name();
    }

    /** The number of a span's parent, -1 where it is not stored or there is none. */
    int parent(int number) {
        if (numbers == null) {
            numbers = HashMap.newHashMap(spans.size());
            for (int i = 0; i < spans.size(); i++) {
                numbers.putIfAbsent(spans.get(i).id(), i);
            }
        }
        StoredSpan span = spans.get(number);
        return span.isRoot() ? -1 : numbers.getOrDefault(span.parentId(), -1);
    }

    /** What the span says to the field, {@link Value.Nil} where nothing; {@link Value.Several} where more than once. */
    Value value(Field field, int number) {
        StoredSpan span = spans.get(number);
        return switch (field) {
            case Field.Attribute(Field.Scope scope, String name) -> attribute(scope, name, span);
            case Field.Intrinsic intrinsic -> intrinsic(intrinsic, span, number);
        };
    }

    private static Value attribute(Field.Scope scope, String name, StoredSpan span) {
        return switch (scope) {
            case SPAN -> span.attributes().getOrDefault(name, Value.Nil.NIL);
            case RESOURCE ->
                span.source()
                        .resource()
                        .getOrDefault(name, name.equals("service.name") ? new Value.Text("") : Value.Nil.NIL);
            case EVENT -> several(span.events(), event -> event.attributes().get(name));
            case LINK -> several(span.links(), link -> link.attributes().get(name));
            case INSTRUMENTATION -> Value.Nil.NIL; // a library's own attributes are not kept
            case ANY -> {
                for (Field.Scope narrow :
                        List.of(Field.Scope.SPAN, Field.Scope.RESOURCE, Field.Scope.EVENT, Field.Scope.LINK)) {
                    Value value = attribute(narrow, name, span);
                    if (!value.equals(Value.Nil.NIL)) {
                        yield value;
                    }
                }
                yield Value.Nil.NIL;
            }
        };
    }

    private static <T> Value several(List<T> sources, Function<T, @Nullable Value> value) {
        List<Value> values = new ArrayList<>();
        for (T source : sources) {
            Value one = value.apply(source);
            if (one != null) {
                values.add(one);
            }
        }
        return values.isEmpty() ? Value.Nil.NIL : new Value.Several(values);
    }

    private Value intrinsic(Field.Intrinsic intrinsic, StoredSpan span, int number) {
        return switch (intrinsic) {
            case NAME -> new Value.Text(span.name());
            case STATUS -> new Value.Status(span.status());
            case STATUS_MESSAGE -> new Value.Text(span.statusMessage());
            case KIND -> new Value.Kind(span.kind());
            case DURATION -> new Value.Duration(span.duration());
            case SPAN_ID -> new Value.Text(StoredSpan.hex(span.id()));
            case PARENT_ID -> new Value.Text(StoredSpan.hex(span.parentId()));
            case TRACE_ID -> new Value.Text(traceId);
            case TRACE_DURATION -> new Value.Duration(duration);
            case ROOT_NAME -> new Value.Text(rootName());
            case ROOT_SERVICE -> new Value.Text(rootService());
            case EVENT_NAME -> several(span.events(), event -> new Value.Text(event.name()));
            case EVENT_TIME -> several(span.events(), event -> sinceStart(event, span));
            case LINK_TRACE_ID -> several(span.links(), link -> new Value.Text(link.traceId()));
            case LINK_SPAN_ID -> several(span.links(), TraceView::linkedSpan);
            case LIBRARY -> new Value.Text(span.source().library());
            case LIBRARY_VERSION -> new Value.Text(span.source().libraryVersion());
            case NESTED_SET_PARENT -> nested(0, number);
            case NESTED_SET_LEFT -> nested(1, number);
            case NESTED_SET_RIGHT -> nested(2, number);
        };
    }

    private static Value sinceStart(Event event, StoredSpan span) {
        return new Value.Duration(event.time() - span.start());
    }

    private static Value linkedSpan(Link link) {
        return new Value.Text(link.spanId());
    }

    private Value nested(int which, int number) {
        if (nested == null) {
            nested = nestedSets();
        }
        return new Value.Whole(Objects.requireNonNull(nested)[which][number]);
    }

    /**
     * Parent, left and right of the nested set model: roots have -1 as parent, spans without a way to a root 0.
     *
     * @see <a href="https://en.wikipedia.org/wiki/Nested_set_model">Nested set model</a>
     */
    private int[][] nestedSets() {
        Map<Integer, List<Integer>> children = new HashMap<>();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = spans.size() - 1; i >= 0; i--) {
            if (spans.get(i).isRoot()) {
                open.push(i);
            } else if (parent(i) >= 0) {
                children.computeIfAbsent(parent(i), _ -> new ArrayList<>()).add(i);
            }
        }
        int[][] sets = new int[3][spans.size()];
        int next = 1;
        while (!open.isEmpty()) {
            int span = open.peek();
            if (sets[1][span] == 0) {
                sets[0][span] = spans.get(span).isRoot() ? -1 : sets[1][parent(span)];
                sets[1][span] = next++;
                children.getOrDefault(span, List.of()).forEach(open::push);
            } else {
                open.pop();
                sets[2][span] = next++;
            }
        }
        return sets;
    }
}
