package io.lokitempo.lab.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.lab.smoke.Smoke.Request;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmokeTest {
    @ParameterizedTest
    @ValueSource(strings = {"http://mcp:10002", "http://mcp:10002/", "http://mcp:10002/sse", "http://mcp:10002/mcp"})
    void request_takesServerOrEndpoint(String url) {
        assertThat(Request.of(url, "--token", "t").server()).isEqualTo(URI.create("http://mcp:10002"));
    }

    @Test
    void request_withoutArgumentsIsForTheLocalServer() {
        assertThat(Request.of()).isEqualTo(new Request(URI.create("http://localhost:10002"), Optional.empty(), false));
    }

    @Test
    void request_keepsPathPrefix() {
        assertThat(Request.of("https://ops.example/tools/sse").server())
                .isEqualTo(URI.create("https://ops.example/tools"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tokn", "mcp:10002", "ftp://mcp"})
    void request_refusesWhatIsNoUrl(String argument) {
        assertThatThrownBy(() -> Request.of(argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(argument);
    }

    @Test
    void run_failsWhereNothingListens() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        // Port 1 is reserved, and nothing serves it.
        boolean well =
                Smoke.run(Request.of("http://127.0.0.1:1"), new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(well).isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8)).containsPattern("connect +FAIL .*127.0.0.1:1 ");
    }
}
