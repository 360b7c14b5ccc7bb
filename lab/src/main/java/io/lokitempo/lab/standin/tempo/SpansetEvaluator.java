package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.query.Deadline;
import io.lokitempo.lab.standin.traceql.Field;
import io.lokitempo.lab.standin.traceql.FieldExpr;
import io.lokitempo.lab.standin.traceql.TraceQlQuery;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Relation;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Spansets;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Stage;
import io.lokitempo.lab.standin.traceql.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Finds the spans of a trace that a query speaks of. */
final class SpansetEvaluator {
    /** Spans of one trace by number, with what the stages found out about them together. */
    record Spanset(BitSet spans, Map<String, Value> attributes) {
        private Spanset with(String name, Value value) {
            Map<String, Value> more = new LinkedHashMap<>(attributes);
            more.put(name, value);
            return new Spanset(spans, more);
        }
    }

    private final TraceQlQuery query;
    private final Deadline deadline;

    SpansetEvaluator(TraceQlQuery query, Deadline deadline) {
        this.query = query;
        this.deadline = deadline;
    }

    /** Empty where the trace has none. */
    List<Spanset> evaluate(TraceView trace) {
        List<Spanset> sets = nonEmpty(List.of(new Spanset(spans(query.spansets(), trace), Map.of())));
        for (Stage stage : query.stages()) {
            if (sets.isEmpty()) {
                return sets;
            }
            sets = nonEmpty(after(stage, sets, trace));
        }
        return sets;
    }

    private static List<Spanset> nonEmpty(List<Spanset> sets) {
        return sets.stream().filter(set -> !set.spans().isEmpty()).toList();
    }

    private BitSet spans(Spansets spansets, TraceView trace) {
        return switch (spansets) {
            case Spansets.Filter(FieldExpr condition) -> {
                BitSet found = new BitSet();
                for (int span = 0; span < trace.spans().size(); span++) {
                    deadline.step();
                    found.set(span, Conditions.holds(condition, trace, span));
                }
                yield found;
            }
            case Spansets.Both(Spansets left, Spansets right) -> {
                BitSet a = spans(left, trace);
                BitSet b = spans(right, trace);
                if (a.isEmpty() || b.isEmpty()) {
                    yield new BitSet();
                }
                a.or(b);
                yield a;
            }
            case Spansets.Either(Spansets left, Spansets right) -> {
                BitSet both = spans(left, trace);
                both.or(spans(right, trace));
                yield both;
            }
            case Spansets.Related(Spansets left, Relation relation, Spansets right) ->
                related(spans(left, trace), relation, spans(right, trace), trace);
        };
    }

    private BitSet related(BitSet left, Relation relation, BitSet right, TraceView trace) {
        return switch (relation) {
            case CHILD -> below(left, right, trace, 1);
            case DESCENDANT -> below(left, right, trace, Integer.MAX_VALUE);
            case PARENT -> above(left, right, trace, 1);
            case ANCESTOR -> above(left, right, trace, Integer.MAX_VALUE);
            case SIBLING -> siblings(left, right, trace);
        };
    }

    /** Spans of the right with one of the left among the ancestors up to so far. */
    private BitSet below(BitSet left, BitSet right, TraceView trace, int far) {
        BitSet found = new BitSet();
        right.stream().forEach(span -> {
            int ancestor = trace.parent(span);
            for (int steps = 0;
                    ancestor >= 0 && steps < Math.min(far, trace.spans().size());
                    steps++) {
                deadline.step();
                if (left.get(ancestor)) {
                    found.set(span);
                    return;
                }
                ancestor = trace.parent(ancestor);
            }
        });
        return found;
    }

    /** Spans of the right that are ancestors, up to so far, of one of the left. */
    private BitSet above(BitSet left, BitSet right, TraceView trace, int far) {
        BitSet found = new BitSet();
        left.stream().forEach(span -> {
            int ancestor = trace.parent(span);
            for (int steps = 0;
                    ancestor >= 0 && steps < Math.min(far, trace.spans().size());
                    steps++) {
                deadline.step();
                found.set(ancestor, right.get(ancestor) || found.get(ancestor));
                ancestor = trace.parent(ancestor);
            }
        });
        return found;
    }

    private static BitSet siblings(BitSet left, BitSet right, TraceView trace) {
        Map<Integer, Integer> byParent = new LinkedHashMap<>();
        left.stream().forEach(span -> byParent.merge(trace.parent(span), 1, Integer::sum));
        BitSet found = new BitSet();
        right.stream().filter(span -> trace.parent(span) >= 0).forEach(span -> {
            int others = byParent.getOrDefault(trace.parent(span), 0) - (left.get(span) ? 1 : 0);
            found.set(span, others > 0);
        });
        return found;
    }

    private List<Spanset> after(Stage stage, List<Spanset> sets, TraceView trace) {
        return switch (stage) {
            case Stage.Select _ -> sets;
            case Stage.By(Field field) ->
                sets.stream()
                        .flatMap(set -> grouped(set, field, trace).stream())
                        .toList();
            case Stage.Coalesce() -> List.of(merged(sets));
            case Stage.Narrow(Spansets spansets) -> {
                BitSet kept = spans(spansets, trace);
                yield sets.stream().map(set -> narrowed(set, kept)).toList();
            }
            case Stage.Aggregate aggregate ->
                sets.stream()
                        .flatMap(set -> passing(set, aggregate, trace).stream())
                        .toList();
        };
    }

    private static Spanset narrowed(Spanset set, BitSet kept) {
        BitSet both = (BitSet) set.spans().clone();
        both.and(kept);
        return new Spanset(both, set.attributes());
    }

    private static Spanset merged(List<Spanset> sets) {
        BitSet all = new BitSet();
        sets.forEach(set -> all.or(set.spans()));
        return new Spanset(all, Map.of());
    }

    private static List<Spanset> grouped(Spanset set, Field field, TraceView trace) {
        Map<Value, BitSet> groups = new LinkedHashMap<>();
        set.spans().stream()
                .forEach(span -> groups.computeIfAbsent(trace.value(field, span), _ -> new BitSet())
                        .set(span));
        List<Spanset> sets = new ArrayList<>();
        groups.forEach(
                (value, spans) -> sets.add(new Spanset(spans, set.attributes()).with("by(" + field + ")", value)));
        return sets;
    }

    private static List<Spanset> passing(Spanset set, Stage.Aggregate aggregate, TraceView trace) {
        double[] numbers = set.spans().stream()
                .mapToObj(span ->
                        aggregate.field() == null ? OptionalDouble.of(1) : number(trace.value(aggregate.field(), span)))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        if (numbers.length == 0) {
            return List.of();
        }
        double result = switch (aggregate.function()) {
            case COUNT -> numbers.length;
            case SUM -> Arrays.stream(numbers).sum();
            case MIN -> Arrays.stream(numbers).min().orElseThrow();
            case MAX -> Arrays.stream(numbers).max().orElseThrow();
            case AVG -> Arrays.stream(numbers).average().orElseThrow();
        };
        double threshold = number(aggregate.threshold()).orElse(0);
        return aggregate.operator().holds(Double.compare(result, threshold))
                ? List.of(set.with(aggregate.text(), shown(aggregate, result)))
                : List.of();
    }

    /** A result is a duration where its field is, a whole number where it can be one. */
    private static Value shown(Stage.Aggregate aggregate, double result) {
        if (aggregate.field() == Field.Intrinsic.DURATION || aggregate.field() == Field.Intrinsic.TRACE_DURATION) {
            return new Value.Duration(Math.round(result));
        }
        return result == Math.rint(result) ? new Value.Whole((long) result) : new Value.Decimal(result);
    }

    /** A number, a duration in nanoseconds; empty of anything else. */
    static OptionalDouble number(Value value) {
        return switch (value) {
            case Value.Whole(long number) -> OptionalDouble.of((double) number);
            case Value.Decimal(double number) -> OptionalDouble.of(number);
            case Value.Duration(long nanos) -> OptionalDouble.of((double) nanos);
            case Value.Several(List<Value> values) -> number(values.getLast());
            case Value.Text _, Value.Flag _, Value.Status _, Value.Kind _, Value.Nil _ -> OptionalDouble.empty();
        };
    }
}
