package io.lokitempo.lab.shop;

import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Span;
import java.util.List;

/** What left the shop in a stretch of time. */
public record Telemetry(List<LogLine> lines, List<Span> spans) {
    public Telemetry {
        lines = List.copyOf(lines);
        spans = List.copyOf(spans);
    }
}
