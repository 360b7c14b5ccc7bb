package io.lokitempo.lab.standin.logql;

/** A condition on the labels of a line, after the stages before it. */
public sealed interface LabelCondition {
    record And(LabelCondition left, LabelCondition right) implements LabelCondition {}

    record Or(LabelCondition left, LabelCondition right) implements LabelCondition {}

    record Text(String label, TextMatch match) implements LabelCondition {}

    /** @param value in nanoseconds or bytes where the conversion says so */
    record Quantity(String label, BinaryOperator comparison, double value, Expr.Conversion conversion)
            implements LabelCondition {}
}
