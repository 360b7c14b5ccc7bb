package io.lokitempo.lab.standin.traceql;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be asked of a span. Printed as TraceQL writes it. */
public sealed interface Field {
    /** An attribute of one scope, or of the span and then the resource. */
    record Attribute(Scope scope, String name) implements Field {
        @Override
        public String toString() {
            return scope.text() + "." + name;
        }
    }

    enum Scope {
        ANY(""),
        SPAN("span"),
        RESOURCE("resource"),
        EVENT("event"),
        LINK("link"),
        INSTRUMENTATION("instrumentation");

        private final String text;

        Scope(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        public static Optional<Scope> of(String text) {
            return Arrays.stream(values()).filter(s -> s.text.equals(text)).findFirst();
        }
    }

    enum Type {
        TEXT,
        NUMBER,
        FLAG,
        STATUS,
        KIND,
        NIL,
        /** Known only when a span is looked at. */
        UNKNOWN
    }

    /** What Tempo keeps of every span without an attribute for it. */
    enum Intrinsic implements Field {
        NAME("name", "span:name", Type.TEXT),
        STATUS("status", "span:status", Type.STATUS),
        STATUS_MESSAGE("statusMessage", "span:statusMessage", Type.TEXT),
        KIND("kind", "span:kind", Type.KIND),
        DURATION("duration", "span:duration", Type.NUMBER),
        SPAN_ID("span:id", "span:id", Type.TEXT),
        PARENT_ID("span:parentID", "span:parentID", Type.TEXT),
        TRACE_ID("trace:id", "trace:id", Type.TEXT),
        TRACE_DURATION("traceDuration", "trace:duration", Type.NUMBER),
        ROOT_NAME("rootName", "trace:rootName", Type.TEXT),
        ROOT_SERVICE("rootServiceName", "trace:rootService", Type.TEXT),
        EVENT_NAME("event:name", "event:name", Type.TEXT),
        EVENT_TIME("event:timeSinceStart", "event:timeSinceStart", Type.NUMBER),
        LINK_TRACE_ID("link:traceID", "link:traceID", Type.TEXT),
        LINK_SPAN_ID("link:spanID", "link:spanID", Type.TEXT),
        LIBRARY("instrumentation:name", "instrumentation:name", Type.TEXT),
        LIBRARY_VERSION("instrumentation:version", "instrumentation:version", Type.TEXT),
        NESTED_SET_PARENT("nestedSetParent", "nestedSetParent", Type.NUMBER),
        NESTED_SET_LEFT("nestedSetLeft", "nestedSetLeft", Type.NUMBER),
        NESTED_SET_RIGHT("nestedSetRight", "nestedSetRight", Type.NUMBER);

        private final String text;
        private final String scoped;
        private final Type type;

        Intrinsic(String text, String scoped, Type type) {
            this.text = text;
            this.scoped = scoped;
            this.type = type;
        }

        public Type type() {
            return type;
        }

        static String supported() {
            return Arrays.stream(values()).map(Intrinsic::toString).collect(Collectors.joining(", "));
        }

        public static Optional<Intrinsic> of(String text) {
            return Arrays.stream(values())
                    .filter(i -> i.text.equals(text) || i.scoped.equals(text))
                    .findFirst();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    default Type valueType() {
        return this instanceof Intrinsic intrinsic ? intrinsic.type() : Type.UNKNOWN;
    }
}
