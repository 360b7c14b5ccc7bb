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
@SuppressWarnings("DoNotCallSuggester")
public record LineReading(LogLevel level, @Nullable TraceId traceId) {
    public static LineReading of(String line) {
        throw new UnsupportedOperationException(line);
    }
}
