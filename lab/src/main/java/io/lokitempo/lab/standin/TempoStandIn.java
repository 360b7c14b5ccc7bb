package io.lokitempo.lab.standin;

import io.lokitempo.lab.standin.http.ApiServer;
import io.lokitempo.lab.standin.http.Route;
import io.lokitempo.lab.standin.tempo.TempoApi;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A server that answers like a small Tempo. Spans come in by OTLP over HTTP, {@code POST /v1/traces} in JSON, alone. */
public final class TempoStandIn implements AutoCloseable {
    private final ApiServer server;

    private TempoStandIn(ApiServer server) {
        this.server = server;
    }

    /** @param port 0 for any that is free */
    public static TempoStandIn start(String host, int port, StandInLimits limits) {
        return start(host, port, limits, () -> true);
    }

    /**
     * @param port 0 for any that is free
     * @param open whether queries are answered; until then it takes what is pushed and says 503, as one that starts
     */
    public static TempoStandIn start(String host, int port, StandInLimits limits, BooleanSupplier open) {
        List<Route> routes = TempoApi.routes(limits.ofSpans(), InstantSource.system());
        return new TempoStandIn(ApiServer.start(host, port, routes, open));
    }

    public URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }
}
