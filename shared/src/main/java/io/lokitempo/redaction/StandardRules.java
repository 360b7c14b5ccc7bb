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
                Rule.prefixed("token", "AIza", 35), // Google
                Rule.prefixed("token", "ya29.", 20),
                Rule.prefixed("token", "GOCSPX-", 20),
                Rule.prefixed("token", "glrt-", 20), // GitLab's runners and deployments
                Rule.prefixed("token", "gldt-", 20),
                Rule.prefixed("token", "xoxr-", 20),
                Rule.prefixed("token", "xoxs-", 20),
                Rule.prefixed("token", "xoxe-", 20),
                Rule.prefixed("token", "xapp-", 20),
                Rule.prefixed("token", "sk_test_", 16),
                Rule.prefixed("token", "rk_test_", 16),
                Rule.prefixed("token", "whsec_", 24),
                Rule.prefixed("token", "sk-or-v1-", 40), // OpenRouter
                Rule.prefixed("token", "gsk_", 40), // Groq
                Rule.prefixed("token", "nvapi-", 40), // NVIDIA
                Rule.prefixed("token", "pypi-", 40),
                Rule.prefixed("token", "dckr_pat_", 20), // Docker
                Rule.prefixed("token", "dop_v1_", 40), // DigitalOcean
                Rule.prefixed("token", "shpat_", 30), // Shopify
                Rule.prefixed("token", "hvs.", 20), // HashiCorp Vault
                Rule.prefixed("token", "lin_api_", 30), // Linear
                Rule.prefixed("token", "ATATT3", 50), // Atlassian
                Rule.prefixed("private-key", "AGE-SECRET-KEY-1", 50));
    }
}
