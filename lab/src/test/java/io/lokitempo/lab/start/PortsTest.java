package io.lokitempo.lab.start;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.lab.start.RunSettings.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void takenPorts_areAllNamedWithTheSettingThatMovesThem() throws IOException {
        try (ServerSocket first = listening();
                ServerSocket second = listening()) {
            List<Listener> listeners = List.of(
                    new Listener("kafka", "RUN_KAFKA_PORT", "127.0.0.1", first.getLocalPort()),
                    new Listener("mcp", "MCP_PORT", "127.0.0.1", second.getLocalPort()));

            assertThatThrownBy(() -> Ports.refuseIfTaken(listeners))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContainingAll(
                            "port " + first.getLocalPort() + " for kafka",
                            "RUN_KAFKA_PORT",
                            "port " + second.getLocalPort() + " for mcp",
                            "MCP_PORT");
        }
    }

    @Test
    void unknownHost_isNamed() {
        assertThatThrownBy(() -> Ports.refuseIfTaken(List.of(new Listener("mcp", "MCP_PORT", "no.such.invalid", 1))))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("no.such.invalid");
    }

    @Test
    void freePort_isAccepted() {
        Listener free = new Listener("mcp", "MCP_PORT", "127.0.0.1", Ports.free());

        assertThatCode(() -> Ports.refuseIfTaken(List.of(free))).doesNotThrowAnyException();
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
