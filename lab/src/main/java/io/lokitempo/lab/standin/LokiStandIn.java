package io.lokitempo.lab.standin;

import io.lokitempo.lab.standin.http.ApiServer;
import io.lokitempo.lab.standin.http.Route;
import io.lokitempo.lab.standin.loki.LokiApi;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A server that answers like a small Loki. Lines come in by {@code POST /loki/api/v1/push} alone. */
public final class LokiStandIn implements AutoCloseable {
    private final ApiServer server;

    private LokiStandIn(ApiServer server) {
        this.server = server;
    }

    /** @param port 0 for any that is free */
    public static LokiStandIn start(String host, int port, StandInLimits limits) {
        return start(host, port, limits, () -> true);
    }

    /**
     * @param port 0 for any that is free
     * @param open whether queries are answered; until then it takes what is pushed and says 503, as one that starts
     */
    public static LokiStandIn start(String host, int port, StandInLimits limits, BooleanSupplier open) {
        List<Route> routes = LokiApi.routes(limits.ofLines(), InstantSource.system());
        return new LokiStandIn(ApiServer.start(host, port, routes, open));
    }

    public URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }
}
