package io.lokitempo.mcp.security;

import io.lokitempo.mcp.setting.AccessToken;
import io.lokitempo.mcp.setting.SettingsException;
import io.lokitempo.mcp.setting.SettingsException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tokens of the environment and of a file, which is read again after it changed: a token is withdrawn without a restart. */
final class TokenFile {
    private static final Logger log = LoggerFactory.getLogger(TokenFile.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final List<AccessToken> given;
    private final Path file;
    private final Clock clock;
    private List<AccessToken> tokens;
    private FileTime changed;
    private Instant looked;

    /** @throws SettingsException where the file cannot be read or a line of it is wrong */
    TokenFile(List<AccessToken> given, Path file, Clock clock) {
        this.given = given;
        this.file = file;
        this.clock = clock;
        try {
            changed = Files.getLastModifiedTime(file);
            tokens = read();
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(List.of(new Problem("MCP_TOKENS_FILE", file.toString(), why(e))));
        }
        looked = clock.instant();
    }

    synchronized List<AccessToken> tokens() {
        Instant now = clock.instant();
        if (now.isAfter(looked.plus(LOOK_EVERY))) {
            looked = now;
            look();
        }
        return tokens;
    }

    private void look() {
        try {
            FileTime time = Files.getLastModifiedTime(file);
            if (!time.equals(changed)) {
                tokens = read();
                changed = time;
                log.info("{} tokens read from {}", tokens.size(), file);
            }
        } catch (IOException | IllegalArgumentException e) {
            log.warn("{} cannot be used, the tokens read before stay: {}", file, why(e));
        }
    }

    private List<AccessToken> read() throws IOException {
        return Stream.concat(given.stream(), AccessToken.hashed(Files.readAllLines(file)).stream())
                .toList();
    }

    private static String why(Exception e) {
        return e instanceof IOException
                ? "cannot be read: " + e.getClass().getSimpleName()
                : String.valueOf(e.getMessage());
    }
}
