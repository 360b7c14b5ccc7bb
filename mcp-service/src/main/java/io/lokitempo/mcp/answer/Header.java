package io.lokitempo.mcp.answer;

import io.lokitempo.telemetry.TimeWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is about and how far it can be relied on.
 *
 * @param subject what was asked, short
 * @param window null where the answer is about no stretch of time
 * @param source live, or precomputed and through when
 * @param coverage gaps, sampling, truncation, what is missing; most important first
 */
public record Header(
        String subject, @Nullable TimeWindow window, Instant now, ZoneId zone, String source, List<String> coverage) {
    public Header {
        subject = Names.escaped(subject);
        source = Names.escaped(source);
        coverage = coverage.stream().map(Names::escaped).toList();
    }

    boolean isPrecomputed() {
        return source.startsWith("precomputed");
    }
}
