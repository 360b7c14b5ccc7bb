package io.lokitempo.telemetry;

import java.util.Locale;

/** OpenTelemetry's span kinds. */
public enum SpanKind {
    UNSPECIFIED,
    INTERNAL,
    SERVER,
    CLIENT,
    PRODUCER,
    CONSUMER;

    /** Reads {@code server}, {@code SPAN_KIND_SERVER} or the number of the protocol; anything else is UNSPECIFIED. */
    public static SpanKind of(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT).replace("SPAN_KIND_", "");
        return switch (name) {
            case "INTERNAL", "1" -> INTERNAL;
            case "SERVER", "2" -> SERVER;
            case "CLIENT", "3" -> CLIENT;
            case "PRODUCER", "4" -> PRODUCER;
            case "CONSUMER", "5" -> CONSUMER;
            default -> UNSPECIFIED;
        };
    }

    /** Whether a span of this kind is a request that its service answers. */
    public boolean isRequest() {
        return this == SERVER || this == CONSUMER;
    }
}
