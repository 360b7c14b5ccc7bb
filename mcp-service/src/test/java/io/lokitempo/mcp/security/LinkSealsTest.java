package io.lokitempo.mcp.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.security.LinkSeals.Opened;
import io.lokitempo.telemetry.TenantId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class LinkSealsTest {
    private static final Caller ALICE = new Caller("alice", Role.EXPORTER, new TenantId("team.a"));
    private static final String PATH = "/exports/exp-1";

    private final MovedClock clock = new MovedClock();
    private final LinkSeals seals = seals("one secret", Duration.ofMinutes(15));

    private LinkSeals seals(String secret, Duration lifetime) {
        return new LinkSeals(secret.getBytes(StandardCharsets.UTF_8), lifetime, Optional.empty(), clock);
    }

    private static Opened opened(LinkSeals seals, HttpMethod method, String link) {
        return seals.opened(
                MockServerHttpRequest.method(method, URI.create(link)).build());
    }

    @Test
    void sealed_followedInTime_isOfItsTenantAndMayNoMoreThanDownload() {
        String link = seals.sealed(PATH, ALICE);

        assertThat(opened(seals, HttpMethod.GET, link))
                .isEqualTo(new Opened.Good(new Caller("link", Role.EXPORTER, new TenantId("team.a"))));
        assertThat(opened(seals("one secret", Duration.ofMinutes(15)), HttpMethod.GET, link))
                .as("another instance with the same secret")
                .isInstanceOf(Opened.Good.class);
        assertThat(opened(seals, HttpMethod.DELETE, link)).isInstanceOf(Opened.Bad.class);
        assertThat(link).doesNotContain("secret");
    }

    @Test
    void sealed_afterItsTime_hasRunOut() {
        String link = seals.sealed(PATH, ALICE);

        clock.move(Duration.ofMinutes(15));

        assertThat(opened(seals, HttpMethod.GET, link))
                .isInstanceOfSatisfying(
                        Opened.Bad.class, bad -> assertThat(bad.why()).contains("run out", "MCP_LINK_LIFETIME"));
    }

    @Test
    void sealed_altered_isRefused() {
        String link = seals.sealed(PATH, ALICE);

        for (String forged : new String[] {
            link.replace("exp-1", "exp-2"),
            link.replace("team.a", "team.b"),
            link.replaceFirst("seal=\\d", "seal=9"),
            link.replace("/exports/exp-1", "/go/exp-1"),
            link.substring(0, link.length() - 1),
            PATH + "?seal=",
            PATH + "?seal=1.2",
            PATH + "?seal=99999999999.team.a."
        }) {
            assertThat(opened(seals, HttpMethod.GET, forged)).as(forged).isInstanceOf(Opened.Bad.class);
        }
        assertThat(opened(seals("another", Duration.ofMinutes(15)), HttpMethod.GET, link))
                .isInstanceOf(Opened.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "/sse", "/actuator/prometheus", "/mcp/message"})
    void seal_onWhatIsNoLink_countsForNothing(String path) {
        assertThat(seals.sealed(path, ALICE)).isEqualTo(path);
        String query = seals.sealed(PATH, ALICE).substring(PATH.length());
        assertThat(opened(seals, HttpMethod.GET, path + query)).isEqualTo(new Opened.None());
    }

    @Test
    void off_sealsNothingAndTakesNoSeal() {
        LinkSeals off = seals("one secret", Duration.ZERO);

        assertThat(off.sealed(PATH, ALICE)).isEqualTo(PATH);
        assertThat(opened(off, HttpMethod.GET, seals.sealed(PATH, ALICE))).isEqualTo(new Opened.None());
    }

    @Test
    void sealed_publicUrl_standsInFront() {
        LinkSeals known = new LinkSeals(
                new byte[32], Duration.ofMinutes(1), Optional.of(URI.create("https://mcp.example/")), clock);

        assertThat(known.sealed("/go/inc-1", ALICE)).startsWith("https://mcp.example/go/inc-1?seal=");
    }
}
