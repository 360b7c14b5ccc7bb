package io.lokitempo.lab.contract;

import io.lokitempo.lab.standin.LokiStandIn;
import io.lokitempo.lab.standin.StandInLimits;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;

class StandInLokiContractTest extends LokiContract {
    private final LokiStandIn standIn = LokiStandIn.start("127.0.0.1", 0, StandInLimits.DEFAULT);

    @Override
    URI url() {
        return standIn.url();
    }

    @AfterAll
    void stop() {
        standIn.close();
    }
}
