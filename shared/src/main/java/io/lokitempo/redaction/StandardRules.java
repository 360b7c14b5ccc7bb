package io.lokitempo.redaction;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The rules that hold everywhere. */
final class StandardRules {
    private static final List<String> PASSWORDS = List.of("password", "passwd", "passphrase", "passcode");
    private static final List<String> SECRETS = List.of(
            "secret",
            "token",
            "credential",
            "credentials",
            "apikey",
            "api_key",
            "api-key",
            "accesskey",
            "access_key",
            "access-key",
            "secretkey",
            "secret_key",
            "secret-key",
            "privatekey",
            "private_key",
            "private-key",
            "signing_key",
            "encryption_key",
            "account_key",
            "accountkey");

    private StandardRules() {}

    static List<Rule> all() {
        Stream<Rule> found = Stream.of(
                new PrivateKey(),
                new JsonWebToken(),
                new AuthorizationScheme(),
                new NamedSecret("password", PASSWORDS, _ -> true),
                new NamedSecret("password", List.of("pwd"), value -> !value.startsWith("/")), // a shell's directory
                new NamedSecret("secret", SECRETS, Characters::looksRandom),
                new NamedSecret("credentials", List.of("authorization"), StandardRules::isWithoutScheme),
                new UrlCredentials(),
                new AwsKeyId(),
                new EmailAddress(),
                new CardNumber());
        return Stream.concat(found, prefixed()).toList();
    }

    /** "Bearer x" is found by its scheme. */
    private static boolean isWithoutScheme(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return !lower.startsWith("bearer ") && !lower.startsWith("basic ") && Characters.looksRandom(value);
    }

    /** Prefixes that makers of tokens publish so that scanners find them. */
    private static Stream<Rule> prefixed() {
        return Stream.of(
                Rule.prefixed("token", "ghp_", 30), // GitHub
                Rule.prefixed("token", "gho_", 30),
                Rule.prefixed("token", "ghu_", 30),
                Rule.prefixed("token", "ghs_", 30),
                Rule.prefixed("token", "ghr_", 30),
                Rule.prefixed("token", "github_pat_", 30),
                Rule.prefixed("token", "glpat-", 20), // GitLab
                Rule.prefixed("token", "glsa_", 20), // Grafana
                Rule.prefixed("token", "glc_", 20),
                Rule.prefixed("token", "xoxb-", 20), // Slack
                Rule.prefixed("token", "xoxp-", 20),
                Rule.prefixed("token", "xoxa-", 20),
                Rule.prefixed("token", "sk_live_", 16), // Stripe
                Rule.prefixed("token", "rk_live_", 16),
                Rule.prefixed("token", "sk-ant-", 20), // Anthropic
                Rule.prefixed("token", "sk-proj-", 20), // OpenAI
                Rule.prefixed("token", "npm_", 30),
                Rule.prefixed("token", "hf_", 30), // Hugging Face
                Rule.prefixed("token", "AIza", 35)); // Google
    }
}
