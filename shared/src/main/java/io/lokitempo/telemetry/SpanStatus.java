package io.lokitempo.telemetry;

import java.util.Locale;

/** OpenTelemetry's span status codes. */
public enum SpanStatus {
    UNSET,
    OK,
    ERROR;

    /** Reads {@code error}, {@code STATUS_CODE_ERROR} or the number of the protocol; anything else is UNSET. */
    public static SpanStatus of(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT).replace("STATUS_CODE_", "");
        return switch (name) {
            case "OK", "1" -> OK;
            case "ERROR", "2" -> ERROR;
            default -> UNSET;
        };
    }
}
