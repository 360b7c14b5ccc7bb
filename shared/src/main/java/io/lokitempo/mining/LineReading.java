package io.lokitempo.mining;

import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * What a line says of itself.
 *
 * @param level UNKNOWN where it names none
 * @param traceId null where it names none
 */
public record LineReading(LogLevel level, @Nullable TraceId traceId) {
    /** Reads the first {@value LineScanner#LIMIT} characters: named fields anywhere, bare levels only in a line's head. */
    public static LineReading of(String line) {
        return new LineReading(LineScanner.level(line), LineScanner.traceId(line));
    }
}
