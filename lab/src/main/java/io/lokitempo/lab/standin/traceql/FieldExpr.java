package io.lokitempo.lab.standin.traceql;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.Optional;

/** A condition inside the braces. Printed as Tempo's messages quote it. */
public sealed interface FieldExpr {
    record Always() implements FieldExpr {
        @Override
        public String toString() {
            return "true";
        }
    }

    record And(FieldExpr left, FieldExpr right) implements FieldExpr {
        @Override
        public String toString() {
            return "(" + left + ") && (" + right + ")";
        }
    }

    record Or(FieldExpr left, FieldExpr right) implements FieldExpr {
        @Override
        public String toString() {
            return "(" + left + ") || (" + right + ")";
        }
    }

    /** A field or a literal by itself: true where its value is. */
    record Truth(Operand operand) implements FieldExpr {
        @Override
        public String toString() {
            return operand.toString();
        }
    }

    record Comparison(Operand left, Operator operator, Operand right) implements FieldExpr {
        @Override
        public String toString() {
            return left + " " + operator.symbol() + " " + right;
        }
    }

    /** The regular expression must match the whole value. */
    record Matches(Operand left, Operator operator, Pattern pattern) implements FieldExpr {
        @Override
        public String toString() {
            return left + " " + operator.symbol() + " `" + pattern + "`";
        }
    }

    /** A side of a comparison. */
    sealed interface Operand {
        record OfField(Field field) implements Operand {
            @Override
            public String toString() {
                return field.toString();
            }
        }

        record Literal(Value value) implements Operand {
            @Override
            public String toString() {
                return value.toString();
            }
        }
    }

    enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        MATCHES("=~"),
        MATCHES_NOT("!~"),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        LESS("<"),
        LESS_OR_EQUAL("<=");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }

        boolean isRegex() {
            return this == MATCHES || this == MATCHES_NOT;
        }

        /** @param order negative, zero or positive as the left side is less than, equal to or greater than the right */
        public boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case MATCHES, MATCHES_NOT -> throw new IllegalStateException(symbol + " orders nothing");
            };
        }

        static Optional<Operator> of(String symbol) {
            return Arrays.stream(values()).filter(o -> o.symbol.equals(symbol)).findFirst();
        }
    }
}
