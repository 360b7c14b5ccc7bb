package io.lokitempo.finding;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.util.List;

/**
 * What one trace lane saw of one service in one closed window: the lane's share, absolute, also where it is nothing. The
 * stream adds the lanes up. Key: scope and service.
 *
 * @param lane 0 to {@code lanes} - 1
 * @param lanes into how many lanes time was dealt when this was read
 * @param revision 0 for the first reading, then rising; a later one replaces an earlier one whole
 * @param calls those in which {@code service} is the callee
 */
public record SpanWindow(
        Scope scope,
        ServiceName service,
        TimeWindow window,
        int lane,
        int lanes,
        int revision,
        List<OperationStats> operations,
        List<CallStats> calls,
        Sampling sampling) {
    public SpanWindow {
        operations = List.copyOf(operations);
        calls = List.copyOf(calls);
    }
}
