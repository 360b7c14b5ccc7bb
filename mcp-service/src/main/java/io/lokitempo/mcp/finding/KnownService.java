package io.lokitempo.mcp.finding;

import io.lokitempo.telemetry.ServiceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service that was ever seen.
 *
 * @param lastLog end of the newest closed window with a line; null where it never logged
 * @param lastSpan end of the newest closed window with a request; null where it never had one
 */
public record KnownService(
        ServiceName name,
        Instant firstSeen,
        @Nullable Instant lastLog,
        @Nullable Instant lastSpan) {}
