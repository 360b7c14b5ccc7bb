package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.traceql.FieldExpr;
import io.lokitempo.lab.standin.traceql.FieldExpr.Operand;
import io.lokitempo.lab.standin.traceql.FieldExpr.Operator;
import io.lokitempo.lab.standin.traceql.Value;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Whether a span fulfils a condition. A span without the attribute fulfils none, not even {@code !=}; numbers compare only
 * with literals of their own kind (an int attribute with 200, a float one with 0.5), as Tempo's columns do.
 */
final class Conditions {
    private Conditions() {}

    static boolean holds(FieldExpr condition, TraceView trace, int span) {
        return switch (condition) {
            case FieldExpr.Always() -> true;
            case FieldExpr.And(FieldExpr left, FieldExpr right) ->
                holds(left, trace, span) && holds(right, trace, span);
            case FieldExpr.Or(FieldExpr left, FieldExpr right) -> holds(left, trace, span) || holds(right, trace, span);
            case FieldExpr.Truth(Operand operand) -> value(operand, trace, span).equals(new Value.Flag(true));
            case FieldExpr.Comparison(Operand left, Operator operator, Operand right) ->
                compares(value(left, trace, span), operator, value(right, trace, span), isNil(right));
            case FieldExpr.Matches(Operand left, Operator operator, var pattern) ->
                any(
                        value(left, trace, span),
                        value -> value instanceof Value.Text(String text)
                                && pattern.matches(text) == (operator == Operator.MATCHES));
        };
    }

    private static boolean isNil(Operand operand) {
        return operand.equals(new Operand.Literal(Value.Nil.NIL));
    }

    private static Value value(Operand operand, TraceView trace, int span) {
        return switch (operand) {
            case Operand.OfField(var field) -> trace.value(field, span);
            case Operand.Literal(Value value) -> value;
        };
    }

    private static boolean compares(Value left, Operator operator, Value right, boolean rightIsNil) {
        if (rightIsNil) {
            return !left.equals(Value.Nil.NIL);
        }
        return any(left, value -> {
            OptionalInt order = order(value, right);
            return order.isPresent() && operator.holds(order.getAsInt());
        });
    }

    private static boolean any(Value value, Predicate<Value> test) {
        return value instanceof Value.Several(List<Value> values)
                ? values.stream().anyMatch(test)
                : test.test(value);
    }

    /** Empty where the two cannot be compared. */
    static OptionalInt order(Value left, Value right) {
        return switch (left) {
            case Value.Text(String a) when right instanceof Value.Text(String b) -> OptionalInt.of(a.compareTo(b));
            case Value.Whole(long a) when right instanceof Value.Whole(long b) -> OptionalInt.of(Long.compare(a, b));
            case Value.Decimal(double a)
            when right instanceof Value.Decimal(double b) -> OptionalInt.of(Double.compare(a, b));
            case Value.Flag(boolean a)
            when right instanceof Value.Flag(boolean b) -> OptionalInt.of(Boolean.compare(a, b));
            case Value.Status(var a) when right instanceof Value.Status(var b) -> OptionalInt.of(a.compareTo(b));
            case Value.Kind(var a) when right instanceof Value.Kind(var b) -> OptionalInt.of(a.compareTo(b));
            case Value.Duration(long a)
            when right instanceof Value.Duration(long b) -> OptionalInt.of(Long.compare(a, b));
            case Value.Duration(long a) when right instanceof Value.Whole(long b) -> OptionalInt.of(Long.compare(a, b));
            case Value.Duration(long a)
            when right instanceof Value.Decimal(double b) -> OptionalInt.of(Double.compare((double) a, b));
            default -> OptionalInt.empty();
        };
    }
}
