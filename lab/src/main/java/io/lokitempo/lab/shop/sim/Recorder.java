package io.lokitempo.lab.shop.sim;

import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Span;

/** Takes what the shop emits, in the order of its making, which is not that of time. */
public interface Recorder {
    void line(LogLine line);

    void span(Span span);
}
