package io.lokitempo.mcp.finding;

import io.lokitempo.telemetry.ServiceName;

/**
 * A service's lines over all windows asked for.
 *
 * @param windows that were counted
 * @param other lines that no template holds
 */
public record LineTotal(ServiceName service, long windows, long lines, long errors, long warnings, long other) {
    public LineTotal plus(LineTotal more) {
        return new LineTotal(
                service,
                windows + more.windows,
                lines + more.lines,
                errors + more.errors,
                warnings + more.warnings,
                other + more.other);
    }
}
