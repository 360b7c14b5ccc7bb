package io.lokitempo.mcp.server;

import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Rendered;
import io.lokitempo.mcp.call.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who called which tool, how it ended and how long it took; nothing of what was asked or answered. */
final class AuditLog {
    /** Its own name, so that it can be sent elsewhere. */
    private static final Logger log = LoggerFactory.getLogger("lokitempo.audit");

    private final MeterRegistry meters;

    AuditLog(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * @param outcome {@code answered} or a refusal's category
     * @param told of which only the size is kept
     */
    void called(Caller caller, String tool, String outcome, Duration took, Rendered told) {
        log.info(
                "caller={} tenant={} role={} tool={} outcome={} millis={} characters={}",
                Names.escaped(caller.name()).replace(' ', '_'),
                caller.tenant(),
                caller.role(),
                tool,
                outcome,
                took.toMillis(),
                told.text().length());
        Timer.builder("lokitempo.tool.calls")
                .description("Calls of tools by how they ended")
                .tag("tool", tool)
                .tag("outcome", outcome)
                .register(meters)
                .record(took);
    }
}
