package io.lokitempo.finding;

import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.ServiceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A template of a service's log lines. Key: {@link #id}. Written at its birth, when its level or sample first becomes
 * known and when a more general template succeeds it; never once per sighting.
 *
 * @param id {@code pat-} and 8 characters; the same for the same scope, service and template, for ever
 * @param template with typed variables, such as {@code connected to <ip> after <duration>}
 * @param level the severest level seen with it at its birth
 * @param firstSeen time of the line that made it
 * @param sample a redacted line, at most 500 characters
 * @param successor id of the template that took its place, or null while it lives
 */
public record LogPattern(
        String id,
        Scope scope,
        ServiceName service,
        String template,
        LogLevel level,
        Instant firstSeen,
        String sample,
        @Nullable String successor) {}
