package io.lokitempo.analyzer.poll;

import io.lokitempo.loki.LokiClient;
import io.lokitempo.tempo.TempoClient;
import java.util.Optional;

/** The servers that are polled; one that no setting names is left out. */
record Upstreams(Optional<LokiClient> loki, Optional<TempoClient> tempo) implements AutoCloseable {
    @Override
    public void close() {
        loki.ifPresent(LokiClient::close);
        tempo.ifPresent(TempoClient::close);
    }
}
