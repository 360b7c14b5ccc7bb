package io.lokitempo.tempo;

import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.TraceId;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Ids in a trace's JSON: Tempo writes them in base64, OTLP's own JSON in hexadecimal. Their lengths tell them apart. */
final class OtlpId {
    private OtlpId() {}

    static TraceId traceId(String text) {
        return TraceId.of(hex(text, 32));
    }

    static SpanId spanId(String text) {
        return SpanId.of(hex(text, 16));
    }

    /** Null for a root: its parent is left out, empty or all zeros. */
    static @Nullable SpanId parentId(String text) {
        if (text.isEmpty()) {
            return null;
        }
        SpanId id = spanId(text);
        return id.hex().equals("0".repeat(16)) ? null : id;
    }

    private static String hex(String text, int digits) {
        return text.length() == digits
                ? text
                : HexFormat.of().formatHex(Base64.getDecoder().decode(text));
    }
}
