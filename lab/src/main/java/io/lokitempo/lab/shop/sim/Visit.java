package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.lab.shop.plan.Operation;
import io.lokitempo.lab.shop.plan.Service;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.TraceId;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One root request on its way through the shop, or one run of a job: all that hangs together in one trace.
 */
final class Visit {
    private static final HexFormat HEX = HexFormat.of();

    final Workshop shop;
    final long key;
    final Dice dice;
    final TraceId traceId;

    Visit(Workshop shop, long key) {
        this.shop = shop;
        this.key = key;
        this.dice = Dice.of(key);
        this.traceId = new TraceId(HEX.toHexDigits(dice.bits()) + HEX.toHexDigits(dice.bits()));
    }

    SpanId newSpanId() {
        return new SpanId(HEX.toHexDigits(dice.bits()));
    }

    Outcome serve(Service service, Operation operation, long startNanos, @Nullable SpanId parent) {
        return new Handling(this, service, operation, startNanos, parent).run();
    }
}
