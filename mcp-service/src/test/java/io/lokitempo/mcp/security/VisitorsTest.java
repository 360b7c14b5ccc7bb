package io.lokitempo.mcp.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitorsTest {
    private final Visitors visitors = new Visitors(List.of("mcp.example"), List.of("https://app.example"));

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "localhost:10002, true",
        "LOCALHOST:10002, true",
        "127.0.0.1:10002, true",
        "[::1]:10002, true",
        "[::1], true",
        "mcp.example:443, true",
        "evil.example, false",
        "localhost.evil.example, false",
        "127.0.0.1.evil.example, false",
        "mcp.example.evil.example, false",
        "'', false",
        ", false",
    })
    void mayAskFor_host_isOursOrNot(String host, boolean may) {
        assertThat(visitors.mayAskFor(host)).isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource({
        ", true",
        "http://localhost:6274, true",
        "http://127.0.0.1, true",
        "https://app.example, true",
        "http://app.example, false",
        "https://app.example.evil.example, false",
        "http://evil.example, false",
        "null, false",
        "'not a uri', false",
    })
    void mayComeFrom_origin_isAllowedOrNot(String origin, boolean may) {
        assertThat(visitors.mayComeFrom(origin)).isEqualTo(may);
    }
}
