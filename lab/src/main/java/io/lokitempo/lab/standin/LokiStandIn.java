package io.lokitempo.lab.standin;

import io.lokitempo.lab.standin.http.ApiServer;
import io.lokitempo.lab.standin.loki.LokiApi;
import java.net.URI;
import java.time.InstantSource;

/** A server that answers like a small Loki. Lines come in by {@code POST /loki/api/v1/push} alone. */
public final class LokiStandIn implements AutoCloseable {
    private final ApiServer server;

    private LokiStandIn(ApiServer server) {
        this.server = server;
    }

    /** @param port 0 for any that is free */
    public static LokiStandIn start(String host, int port, StandInLimits limits) {
        return new LokiStandIn(ApiServer.start(host, port, LokiApi.routes(limits.ofLines(), InstantSource.system())));
    }

    public URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }
}
