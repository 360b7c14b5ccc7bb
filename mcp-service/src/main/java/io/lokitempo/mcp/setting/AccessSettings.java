package io.lokitempo.mcp.setting;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may call, from where and how much; fixed from the start to the end of a process.
 *
 * @param host the address that is served
 * @param signIn how callers say who they are
 * @param anonymousMayChange whether a caller who need not say who it is may change settings
 * @param publicUrl where callers reach this server, if that is not the address it listens on
 * @param servedHosts values of Host that are answered beside loopback's; {@code *} for any
 * @param servedOrigins web pages that may call beside those of this machine
 * @param callsPerMinute requests of one caller
 * @param callsAtOnce tool calls of one caller that run side by side
 * @param callsInAll tool calls of all callers that run side by side
 * @param requestBytes of one request's body
 * @param linkLifetime how long a link can be followed without signing in; zero where none can
 * @param answersSharedFor how long what was read and answered from findings is given to others of the tenant who ask the same
 */
public record AccessSettings(
        String host,
        SignIn signIn,
        boolean anonymousMayChange,
        Optional<URI> publicUrl,
        List<String> servedHosts,
        List<String> servedOrigins,
        int callsPerMinute,
        int callsAtOnce,
        int callsInAll,
        long requestBytes,
        Duration linkLifetime,
        Duration answersSharedFor,
        Sessions sessions) {
    /** How callers say who they are. */
    public sealed interface SignIn {
        /** Not at all. */
        record Nobody() implements SignIn {}

        /**
         * By a token that an administrator handed out.
         *
         * @param given in the environment
         * @param file of further ones
         */
        record Tokens(List<AccessToken> given, Optional<Path> file) implements SignIn {
            public Tokens {
                given = List.copyOf(given);
            }
        }

        /**
         * By a JWT of an OAuth 2.1 authorization server.
         *
         * @param audience that a token must be meant for; empty for the public URL with /mcp
         * @param tenantClaim whose value is the caller's tenant; empty where all have TENANT_ID
         */
        record OAuth(URI issuer, String audience, String tenantClaim) implements SignIn {}
    }

    /**
     * What is kept of clients between their requests.
     *
     * @param stateless whether nothing is, so that any replica answers any request
     * @param most sessions at once
     * @param idle how long a session lasts that nobody uses
     */
    public record Sessions(boolean stateless, int most, Duration idle) {}

    private static final Duration LONGEST_IDLE = Duration.ofDays(1);
    private static final Duration LONGEST_LINK = Duration.ofDays(1);

    /** Findings are new every minute: what is older than one is not the answer any more. */
    private static final Duration LONGEST_SHARED = Duration.ofMinutes(1);

    public AccessSettings {
        servedHosts = List.copyOf(servedHosts);
        servedOrigins = List.copyOf(servedOrigins);
    }

    /** @throws SettingsException naming every wrong value */
    public static AccessSettings of(Map<String, String> values) {
        SettingText text = new SettingText(values);
        AccessSettings settings = read(text);
        text.check();
        return settings;
    }

    static AccessSettings read(SettingText text) {
        String host = text.text("MCP_HOST");
        SignIn signIn = signIn(text);
        boolean loopback = Settings.isLoopback(host);
        boolean anonymous = text.flag("MCP_ALLOW_ANONYMOUS");
        if (signIn instanceof SignIn.Nobody && !loopback && !host.isEmpty() && !anonymous) {
            text.problem(
                    "MCP_HOST",
                    "others than this machine reach this address: MCP_AUTH=tokens or oauth is needed, or "
                            + "MCP_ALLOW_ANONYMOUS=true where everyone who can reach it may see all");
        }
        return new AccessSettings(
                host,
                signIn,
                switch (text.text("MCP_ADMIN")) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> loopback;
                },
                text.url("MCP_PUBLIC_URL"),
                text.words("MCP_SERVED_HOSTS"),
                text.words("MCP_SERVED_ORIGINS"),
                text.whole("MCP_CALLS_PER_MINUTE", 1, 1_000_000),
                text.whole("MCP_CALLS_AT_ONCE", 1, 1_000),
                text.whole("MCP_CALLS_IN_ALL", 1, 10_000),
                text.bytes("MCP_REQUEST_SIZE"),
                text.text("MCP_LINK_LIFETIME").equals("off")
                        ? Duration.ZERO
                        : text.duration("MCP_LINK_LIFETIME", Duration.ofMinutes(1), LONGEST_LINK),
                text.duration("MCP_ANSWERS_SHARED_FOR", Duration.ZERO, LONGEST_SHARED),
                new Sessions(
                        text.flag("MCP_STATELESS"),
                        text.whole("MCP_SESSIONS", 1, 1_000_000),
                        text.duration("MCP_SESSION_IDLE", Duration.ofSeconds(1), LONGEST_IDLE)));
    }

    private static SignIn signIn(SettingText text) {
        return switch (text.choice("MCP_AUTH", "none", "tokens", "oauth")) {
            case "tokens" -> tokens(text);
            case "oauth" -> oauth(text);
            default -> new SignIn.Nobody();
        };
    }

    private static SignIn tokens(SettingText text) {
        List<AccessToken> tokens =
                text.read("MCP_TOKENS", List.of(), given -> AccessToken.given(given, System::getenv));
        Optional<Path> file = text.read("MCP_TOKENS_FILE", Optional.empty(), path -> Optional.of(Path.of(path)));
        if (text.text("MCP_TOKENS").isEmpty() && file.isEmpty()) {
            text.problem("MCP_TOKENS", "with MCP_AUTH=tokens at least one token is needed, here or in MCP_TOKENS_FILE");
        }
        return new SignIn.Tokens(tokens, file);
    }

    private static SignIn oauth(SettingText text) {
        Optional<URI> issuer = text.url("MCP_OAUTH_ISSUER");
        if (issuer.isEmpty()) {
            text.problem("MCP_OAUTH_ISSUER", "with MCP_AUTH=oauth the authorization server's URL is needed");
        }
        String audience = text.text("MCP_OAUTH_AUDIENCE");
        if (audience.isEmpty() && text.text("MCP_PUBLIC_URL").isEmpty()) {
            text.problem("MCP_OAUTH_AUDIENCE", "with MCP_AUTH=oauth this or MCP_PUBLIC_URL is needed");
        }
        return new SignIn.OAuth(
                issuer.orElse(URI.create("http://invalid")), audience, text.text("MCP_OAUTH_TENANT_CLAIM"));
    }
}
