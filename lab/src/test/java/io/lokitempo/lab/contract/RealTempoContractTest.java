package io.lokitempo.lab.contract;

import java.net.URI;

class RealTempoContractTest extends TempoContract {
    @Override
    URI url() {
        return RealServer.named("TEMPO_URL");
    }

    @Override
    URI otlp() {
        return RealServer.named("TEMPO_OTLP_URL");
    }
}
