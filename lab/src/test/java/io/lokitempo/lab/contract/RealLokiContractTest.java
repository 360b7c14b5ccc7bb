package io.lokitempo.lab.contract;

import java.net.URI;

class RealLokiContractTest extends LokiContract {
    @Override
    URI url() {
        return RealServer.named("LOKI_URL");
    }
}
