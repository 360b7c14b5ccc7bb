package io.lokitempo.mcp.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lokitempo.mcp.setting.AccessToken;
import io.lokitempo.mcp.setting.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    private static final String HASH = "sha256:" + "0a".repeat(32);

    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock();

    private void write(String text, int second) throws IOException {
        Path file = folder.resolve("tokens");
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    }

    @Test
    void tokens_fileThatChanges_isReadAgainAndABrokenOneIsNot() throws IOException {
        write("a:reader=" + HASH, 1);
        TokenFile tokens = new TokenFile(List.of(), folder.resolve("tokens"), clock);
        assertThat(tokens.tokens().stream().map(AccessToken::name)).containsExactly("a");

        write("b:admin=" + HASH, 2);
        clock.move(Duration.ofSeconds(6));
        assertThat(tokens.tokens().stream().map(AccessToken::name)).containsExactly("b");

        write("b:admin=plain-text-of-a-token", 3);
        clock.move(Duration.ofSeconds(6));
        assertThat(tokens.tokens().stream().map(AccessToken::name)).containsExactly("b");
    }

    @Test
    void tokens_noFile_stopsTheStart() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> new TokenFile(List.of(), folder.resolve("none"), clock))
                .withMessageContaining("MCP_TOKENS_FILE");
    }
}
