package io.lokitempo.lab.contract;

import io.lokitempo.lab.standin.StandInLimits;
import io.lokitempo.lab.standin.TempoStandIn;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;

class StandInTempoContractTest extends TempoContract {
    private final TempoStandIn standIn = TempoStandIn.start("127.0.0.1", 0, StandInLimits.DEFAULT);

    @Override
    URI url() {
        return standIn.url();
    }

    @Override
    URI otlp() {
        return standIn.url();
    }

    @AfterAll
    void stop() {
        standIn.close();
    }
}
