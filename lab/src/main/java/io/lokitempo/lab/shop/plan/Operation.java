package io.lokitempo.lab.shop.plan;

import io.lokitempo.telemetry.SpanKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a service does when asked.
 *
 * @param name {@code POST /orders}, {@code cart.Cart/Get} or a statement: the span's name
 * @param path with slots, of the concrete address; empty where the protocol has none
 * @param self the service's own time, calls not counted
 * @param faultShare share of requests that meet the usual fault on an ordinary day
 */
public record Operation(
        String name,
        Template path,
        SpanKind kind,
        Latency self,
        double faultShare,
        @Nullable Fault usual,
        List<Step> steps) {
    public Operation {
        steps = List.copyOf(steps);
    }

    /** An operation over HTTP ({@code "GET /products/{sku}"}) or, without a path in its name, over RPC or SQL. */
    static Operation serves(String name, double medianMillis, Step... steps) {
        int slash = name.indexOf(" /");
        Template path = Template.of(slash < 0 ? "" : name.substring(slash + 1));
        return new Operation(name, path, SpanKind.SERVER, Latency.millis(medianMillis), 0, null, List.of(steps));
    }

    static Operation consumes(String topic, double medianMillis, Step... steps) {
        Latency self = Latency.millis(medianMillis);
        String name = Step.Publish.consumption(topic);
        return new Operation(name, Template.of(""), SpanKind.CONSUMER, self, 0, null, List.of(steps));
    }

    Operation failing(double share, Fault fault) {
        return new Operation(name, path, kind, self, share, fault, steps);
    }

    /** The HTTP method in the name, or the name itself. */
    public String method() {
        int space = name.indexOf(' ');
        return space < 0 ? name : name.substring(0, space);
    }

    public boolean isHttp() {
        return !path.parts().isEmpty();
    }
}
