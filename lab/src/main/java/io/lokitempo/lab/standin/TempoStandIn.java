package io.lokitempo.lab.standin;

import io.lokitempo.lab.standin.http.ApiServer;
import io.lokitempo.lab.standin.tempo.TempoApi;
import java.net.URI;
import java.time.InstantSource;

/** A server that answers like a small Tempo. Spans come in by OTLP over HTTP, {@code POST /v1/traces} in JSON, alone. */
public final class TempoStandIn implements AutoCloseable {
    private final ApiServer server;

    private TempoStandIn(ApiServer server) {
        this.server = server;
    }

    /** @param port 0 for any that is free */
    public static TempoStandIn start(String host, int port, StandInLimits limits) {
        return new TempoStandIn(ApiServer.start(host, port, TempoApi.routes(limits.ofSpans(), InstantSource.system())));
    }

    public URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }
}
