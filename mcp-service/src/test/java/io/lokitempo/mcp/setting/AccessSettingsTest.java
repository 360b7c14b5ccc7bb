package io.lokitempo.mcp.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.setting.AccessSettings.SignIn;
import io.lokitempo.mcp.setting.SettingsException.Problem;
import io.lokitempo.setting.SettingSecrets;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessSettingsTest {
    private static final String TOKEN = "correct-horse-battery";
    private static final String HASH = "sha256:9b2ad2f8a6e5e1d6d0f0c8ac7a4b3e5d9b2ad2f8a6e5e1d6d0f0c8ac7a4b3e5d";

    private static AccessSettings read(Map<String, Object> variables) throws IOException {
        return AccessSettings.of(SettingsTest.text(variables));
    }

    private static List<String> wrong(Map<String, Object> variables) throws IOException {
        Map<String, String> text = SettingsTest.text(variables);
        SettingsException wrong =
                Objects.requireNonNull(catchThrowableOfType(SettingsException.class, () -> Settings.of(text)));
        assertThat(wrong.getMessage()).doesNotContain(TOKEN);
        return wrong.problems().stream().map(Problem::key).toList();
    }

    @Test
    void of_nothingSet_hasTheseDefaults() throws IOException {
        AccessSettings access = read(Map.of());

        assertThat(access.signIn()).isEqualTo(new SignIn.Nobody());
        assertThat(access.anonymousMayChange()).isTrue();
        assertThat(access.publicUrl()).isEmpty();
        assertThat(access.servedHosts()).isEmpty();
        assertThat(access.servedOrigins()).isEmpty();
        assertThat(access.callsPerMinute()).isEqualTo(600);
        assertThat(access.callsAtOnce()).isEqualTo(16);
        assertThat(access.callsInAll()).isEqualTo(64);
        assertThat(access.requestBytes()).isEqualTo(1 << 20);
        assertThat(access.linkLifetime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(access.answersSharedFor()).isEqualTo(Duration.ofSeconds(1));
        assertThat(access.sessions()).isEqualTo(new AccessSettings.Sessions(false, 1_000, Duration.ofMinutes(30)));
    }

    @Test
    void of_everythingSet_isReadByTheseNames() throws IOException {
        AccessSettings access = read(Map.ofEntries(
                Map.entry("MCP_HOST", "0.0.0.0"),
                Map.entry("MCP_AUTH", "oauth"),
                Map.entry("MCP_OAUTH_ISSUER", "https://id.example"),
                Map.entry("MCP_OAUTH_AUDIENCE", "api"),
                Map.entry("MCP_OAUTH_TENANT_CLAIM", "org"),
                Map.entry("MCP_PUBLIC_URL", "https://mcp.example"),
                Map.entry("MCP_SERVED_HOSTS", "mcp, mcp.internal"),
                Map.entry("MCP_SERVED_ORIGINS", "https://app.example"),
                Map.entry("MCP_CALLS_PER_MINUTE", "60"),
                Map.entry("MCP_CALLS_AT_ONCE", "2"),
                Map.entry("MCP_CALLS_IN_ALL", "5"),
                Map.entry("MCP_REQUEST_SIZE", "100KB"),
                Map.entry("MCP_LINK_LIFETIME", "off"),
                Map.entry("MCP_ANSWERS_SHARED_FOR", "2s"),
                Map.entry("MCP_STATELESS", "true"),
                Map.entry("MCP_SESSIONS", "7"),
                Map.entry("MCP_SESSION_IDLE", "5m")));

        assertThat(access.signIn()).isEqualTo(new SignIn.OAuth(URI.create("https://id.example"), "api", "org"));
        assertThat(access.anonymousMayChange()).isFalse();
        assertThat(access.publicUrl()).contains(URI.create("https://mcp.example"));
        assertThat(access.servedHosts()).containsExactly("mcp", "mcp.internal");
        assertThat(access.servedOrigins()).containsExactly("https://app.example");
        assertThat(access.callsPerMinute()).isEqualTo(60);
        assertThat(access.callsAtOnce()).isEqualTo(2);
        assertThat(access.callsInAll()).isEqualTo(5);
        assertThat(access.requestBytes()).isEqualTo(100 << 10);
        assertThat(access.linkLifetime()).isZero();
        assertThat(access.answersSharedFor()).isEqualTo(Duration.ofSeconds(2));
        assertThat(access.sessions()).isEqualTo(new AccessSettings.Sessions(true, 7, Duration.ofMinutes(5)));
    }

    @Test
    void of_addressThatOthersReachWithoutSignIn_isRefusedUnlessAllowed() throws IOException {
        assertThat(wrong(Map.of("MCP_HOST", "0.0.0.0"))).containsExactly("MCP_HOST");
        assertThat(read(Map.of("MCP_HOST", "0.0.0.0", "MCP_ALLOW_ANONYMOUS", "true"))
                        .anonymousMayChange())
                .isFalse();
        assertThat(read(Map.of("MCP_HOST", "0.0.0.0", "MCP_AUTH", "tokens", "MCP_TOKENS", "a:reader=" + TOKEN))
                        .signIn())
                .isInstanceOf(SignIn.Tokens.class);
    }

    @Test
    void of_signInThatLacksWhatItNeeds_isRefusedByName() throws IOException {
        assertThat(wrong(Map.of("MCP_AUTH", "tokens"))).containsExactly("MCP_TOKENS");
        assertThat(wrong(Map.of("MCP_AUTH", "tokens", "MCP_TOKENS", "a:owner=" + TOKEN)))
                .containsExactly("MCP_TOKENS");
        assertThat(wrong(Map.of("MCP_AUTH", "oauth"))).containsExactly("MCP_OAUTH_ISSUER", "MCP_OAUTH_AUDIENCE");
        assertThat(wrong(Map.of("MCP_AUTH", "password"))).containsExactly("MCP_AUTH");
        assertThat(wrong(Map.of("MCP_ANSWERS_SHARED_FOR", "2m"))).containsExactly("MCP_ANSWERS_SHARED_FOR");
    }

    @Test
    void shown_tokens_areMasked() throws IOException {
        LiveSettings live = new LiveSettings(
                SettingsTest.text(Map.of("MCP_AUTH", "tokens", "MCP_TOKENS", "a:reader=" + TOKEN)),
                _ -> true,
                new SettingSecrets("", Set.of(), _ -> null));

        assertThat(live.shown().toString()).contains("MCP_TOKENS").doesNotContain(TOKEN);
    }

    @Test
    void given_plainNamedAndHashedTokens_areKnownByTheirHashAlone() {
        List<AccessToken> tokens = AccessToken.given(
                "alice:admin=" + TOKEN + ", bob:reader:team-b=env:BOB,carol:exporter=" + HASH,
                name -> name.equals("BOB") ? "battery-horse-correct" : null);

        assertThat(tokens.stream().map(AccessToken::toString))
                .containsExactly("alice:ADMIN:", "bob:READER:team-b", "carol:EXPORTER:");
        assertThat(tokens.getFirst().is(TOKEN)).isTrue();
        assertThat(tokens.getFirst().is(TOKEN + "x")).isFalse();
        assertThat(tokens.get(1).is("battery-horse-correct")).isTrue();
        assertThat(tokens.toString()).doesNotContain(TOKEN, "battery");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice=correct-horse-battery",
                "alice:root=correct-horse-battery",
                "alice:reader=short",
                "alice:reader=env:NOT_SET",
                "alice:reader=sha256:abc",
                "alice:reader:..=correct-horse-battery",
                "a:reader=correct-horse-battery,a:admin=other-horse-battery",
                ""
            })
    void given_entryThatIsWrong_isRefusedWithoutItsToken(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessToken.given(text, _ -> null))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("horse"));
    }

    @Test
    void hashed_file_holdsHashesOnly() {
        assertThat(AccessToken.hashed(List.of("# team a", "", "a:reader:team-a=" + HASH)))
                .singleElement()
                .returns(Role.READER, AccessToken::role)
                .returns(Optional.of("team-a"), token -> token.tenant().map(Object::toString));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessToken.hashed(List.of("", "a:reader=" + TOKEN)))
                .withMessageContaining("entry 2")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(TOKEN));
    }
}
