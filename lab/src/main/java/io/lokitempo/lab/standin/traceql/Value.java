package io.lokitempo.lab.standin.traceql;

import io.lokitempo.lab.standin.query.GoDuration;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A value of an attribute or an intrinsic, or a literal of a query. Printed as TraceQL writes it. */
public sealed interface Value {
    record Text(String text) implements Value {
        @Override
        public String toString() {
            return "`" + text + "`";
        }
    }

    record Whole(long number) implements Value {
        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    record Decimal(double number) implements Value {
        @Override
        public String toString() {
            return Double.toString(number);
        }
    }

    record Flag(boolean flag) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(flag);
        }
    }

    record Several(List<Value> values) implements Value {
        public Several {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return values.stream().map(Value::toString).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    record Duration(long nanos) implements Value {
        @Override
        public String toString() {
            return GoDuration.format(nanos);
        }
    }

    record Status(SpanStatus status) implements Value {
        @Override
        public String toString() {
            return status.name().toLowerCase(Locale.ROOT);
        }
    }

    record Kind(SpanKind kind) implements Value {
        @Override
        public String toString() {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }

    /** No value. */
    enum Nil implements Value {
        NIL;

        @Override
        public String toString() {
            return "nil";
        }
    }

    /** The value without the quotes of TraceQL. */
    default String text() {
        return this instanceof Text(String text) ? text : toString();
    }
}
