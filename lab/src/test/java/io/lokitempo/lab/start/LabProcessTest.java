package io.lokitempo.lab.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabProcessTest {
    @TempDir
    Path folder;

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Test
    void broker_answersOnceItSaysThatItIsReadyAndEndsWhenClosed() throws Exception {
        int port = Ports.free();
        Part broker = launch(folder.resolve("kafka"), port);
        try {
            broker.awaitReady();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
                assertThat(admin.describeCluster().nodes().get()).hasSize(1);
            }
        } finally {
            broker.close();
        }
        assertThat(broker.await()).isEqualTo(143);
        assertThat(lines).isEmpty();
    }

    @Test
    void broker_thatCannotUseItsFolder_saysSoInOneLine() throws Exception {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");

        try (Part broker = launch(notAFolder, Ports.free())) {
            assertThatThrownBy(broker::awaitReady)
                    .isInstanceOf(StartRefused.class)
                    .hasMessageMatching("Kafka cannot start: .*file.*");
        }
    }

    private Part launch(Path data, int port) {
        return BrokerProcess.launch(data, port, folder.resolve("kafka.log"), lines::add);
    }
}
