package io.lokitempo.mcp.setting;

import io.lokitempo.mcp.call.Role;
import io.lokitempo.setting.SettingSecrets;
import io.lokitempo.telemetry.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token that was handed out: whose it is and what it is good for. Of the token itself only its hash is kept; tokens are
 * random and long, so that a plain SHA-256 can't be searched.
 *
 * @param tenant empty for TENANT_ID
 * @param sha256 64 hex digits
 */
public record AccessToken(String name, Role role, Optional<TenantId> tenant, String sha256) {
    /** 16 characters of base64 are 96 bits, which nobody guesses over a network. */
    private static final int LEAST_LENGTH = 16;

    private static final String HASHED = "sha256:";
    private static final Pattern ENTRY =
            Pattern.compile("([A-Za-z0-9._@-]{1,64}):(reader|exporter|admin)(?::([^=:]{1,150}))?=(.+)");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final String ACCEPTED =
            "NAME:ROLE=TOKEN or NAME:ROLE:TENANT=TOKEN is accepted, with reader, exporter or admin as ROLE";

    /**
     * Reads tokens with commas between, each as it is, as {@code env:NAME} or as {@code sha256:HEX}.
     *
     * @throws IllegalArgumentException saying which entry is wrong, without its token
     */
    static List<AccessToken> given(String text, UnaryOperator<@Nullable String> variables) {
        List<AccessToken> tokens = new ArrayList<>();
        for (String entry : text.split(",", -1)) {
            tokens.add(read(entry.strip(), tokens.size() + 1, token -> hash(resolved(token, variables))));
        }
        return checked(tokens);
    }

    /**
     * Reads lines of a file, which holds hashes only; empty ones and those that begin with # say nothing.
     *
     * @throws IllegalArgumentException saying which line is wrong, without its token
     */
    public static List<AccessToken> hashed(List<String> lines) {
        List<AccessToken> tokens = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                tokens.add(read(line, i + 1, token -> {
                    throw new IllegalArgumentException("a file holds hashes: sha256: and 64 hex digits are accepted");
                }));
            }
        }
        return checked(tokens);
    }

    private static AccessToken read(String entry, int number, UnaryOperator<String> hashing) {
        Matcher matcher = ENTRY.matcher(entry);
        try {
            if (!matcher.matches()) {
                throw new IllegalArgumentException(ACCEPTED);
            }
            Role role = Role.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
            Optional<TenantId> tenant = Optional.ofNullable(matcher.group(3)).map(TenantId::new);
            String token = matcher.group(4);
            return new AccessToken(
                    matcher.group(1), role, tenant, token.startsWith(HASHED) ? hex(token) : hashing.apply(token));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("entry " + number + ": " + e.getMessage(), e);
        }
    }

    private static String hex(String token) {
        String hash = token.substring(HASHED.length());
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("64 hex digits are accepted after sha256:");
        }
        return hash.toLowerCase(Locale.ROOT);
    }

    private static String resolved(String token, UnaryOperator<@Nullable String> variables) {
        if (!token.startsWith(SettingSecrets.REFERENCE)) {
            return token;
        }
        String value = variables.apply(token.substring(SettingSecrets.REFERENCE.length()));
        if (value == null) {
            throw new IllegalArgumentException("the environment variable it names is not set");
        }
        return value.strip();
    }

    private static String hash(String token) {
        if (token.length() < LEAST_LENGTH) {
            throw new IllegalArgumentException("a token of at least " + LEAST_LENGTH + " characters is accepted");
        }
        return HexFormat.of().formatHex(sha256(token));
    }

    static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static List<AccessToken> checked(List<AccessToken> tokens) {
        if (tokens.stream().map(AccessToken::name).distinct().count() < tokens.size()) {
            throw new IllegalArgumentException("each NAME is accepted once");
        }
        return List.copyOf(tokens);
    }

    /** Whether this is the token; takes as long whatever the answer. */
    public boolean is(String token) {
        return MessageDigest.isEqual(sha256(token), HexFormat.of().parseHex(sha256));
    }

    @Override
    public String toString() {
        return String.join(
                ":",
                Arrays.asList(name, role.name(), tenant.map(TenantId::value).orElse("")));
    }
}
