package io.lokitempo.mcp.setting;

import io.lokitempo.finding.MuteRules;
import io.lokitempo.finding.Scope;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.secret.SettingsCipher;
import io.lokitempo.setting.SettingNames;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.upstream.Credentials;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All settings, valid. Keys are those of example.env; every key must be present in the text that is read, defaults
 * included, so that they are said in one place.
 *
 * @param scope whose findings are read
 * @param serviceLabels labels that may hold a service's name, first one first
 * @param lokiByteBudget bytes that one query may make Loki read
 * @param mayChange whether settings may be changed over MCP
 * @param allowedHosts hosts beyond loopback and the configured ones that a URL may name
 * @param allowedSecrets environment variables that {@code env:NAME} may name
 * @param muted anomalies that nobody wants to be told of
 * @param exportBounds what exported files may take
 */
public record Settings(
        Optional<Endpoint> loki,
        Optional<Endpoint> tempo,
        Scope scope,
        Grafana grafana,
        Defaults defaults,
        List<String> serviceLabels,
        long lokiByteBudget,
        Path exportDir,
        Path settingsFile,
        boolean mayChange,
        Set<String> allowedHosts,
        Set<String> allowedSecrets,
        MuteRules muted,
        ExportBounds exportBounds) {
    /**
     * Where links lead.
     *
     * @param lokiDashboard uid of a dashboard, or empty for Explore
     * @param tempoDashboard uid of a dashboard, or empty for Explore
     * @param lokiUid of the data source in Grafana, or its name
     * @param tempoUid of the data source in Grafana, or its name
     */
    public record Grafana(
            Optional<URI> url, String lokiDashboard, String tempoDashboard, String lokiUid, String tempoUid) {}

    /** What a call that does not say gets. */
    public record Defaults(int logLimit, int traceLimit, String timeRange, ZoneId zone) {}

    private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(10);

    public Settings {
        serviceLabels = List.copyOf(serviceLabels);
        allowedHosts = Set.copyOf(allowedHosts);
        allowedSecrets = Set.copyOf(allowedSecrets);
    }

    /** These settings for another tenant: its telemetry, its findings, its folder of exports. */
    public Settings forTenant(TenantId tenant) {
        if (tenant.equals(scope.tenant())) {
            return this;
        }
        return new Settings(
                loki.map(endpoint -> endpoint.forTenant(tenant)),
                tempo.map(endpoint -> endpoint.forTenant(tenant)),
                new Scope(tenant, scope.backend()),
                grafana,
                defaults,
                serviceLabels,
                lokiByteBudget,
                exportDir.resolve("tenants").resolve(tenant.value()),
                settingsFile,
                mayChange,
                allowedHosts,
                allowedSecrets,
                muted,
                exportBounds);
    }

    /** @throws SettingsException naming every wrong value */
    public static Settings of(Map<String, String> values) {
        SettingText text = new SettingText(values);
        Settings settings = read(text);
        text.check();
        return settings;
    }

    private static Settings read(SettingText text) {
        TenantId tenant = text.read("TENANT_ID", TenantId.DEFAULT, TenantId::new);
        Duration timeout = text.duration("UPSTREAM_TIMEOUT", Duration.ofMillis(1), LONGEST_ATTEMPT);
        int attempts = text.whole("UPSTREAM_ATTEMPTS", 1, 10);
        int concurrency = text.whole("UPSTREAM_CONCURRENCY", 1, 1_000);
        Server server = new Server(tenant, timeout, attempts, concurrency);
        boolean mayChange = mayChange(text, text.required("MCP_HOST"));
        text.whole("MCP_PORT", 0, 65_535);
        text.read("REDACT_PATTERNS", Redaction.standard(), Redaction.standard()::withPatterns);
        AccessSettings.read(text); // fixed at the start, and so kept apart; wrong ones are told with the others
        text.read("DATABASE_URL", "", Settings::jdbcUrl);
        text.required("KAFKA_BOOTSTRAP_SERVERS");
        text.read("SETTINGS_KEY", "", Settings::key);
        return new Settings(
                server.at(text, "LOKI"),
                server.at(text, "TEMPO"),
                new Scope(tenant, Scope.backendOf(text.text("LOKI_URL"), text.text("TEMPO_URL"))),
                new Grafana(
                        text.url("GRAFANA_URL"),
                        text.text("LOKI_DASHBOARD_ID"),
                        text.text("TEMPO_DASHBOARD_ID"),
                        text.required("GRAFANA_LOKI_UID"),
                        text.required("GRAFANA_TEMPO_UID")),
                new Defaults(
                        text.whole("DEFAULT_LOG_LIMIT", 1, 5_000),
                        text.whole("DEFAULT_TRACE_LIMIT", 1, 1_000),
                        text.range("DEFAULT_TIME_RANGE"),
                        text.read("TIME_ZONE", ZoneId.of("UTC"), SettingText::zone)),
                text.names("LOG_SERVICE_LABELS"),
                text.bytes("LOKI_BYTE_BUDGET"),
                text.read("EXPORT_DIR", Path.of("exports"), Path::of),
                text.read("MCP_SETTINGS_FILE", Path.of("mcp-settings.json"), Path::of),
                mayChange,
                Set.copyOf(text.words("MCP_ALLOWED_HOSTS")),
                Set.copyOf(text.words("MCP_ALLOWED_SECRETS")),
                text.read(SettingNames.MUTE_ANOMALIES, MuteRules.NONE, MuteRules::parse),
                new ExportBounds(
                        text.bytes("EXPORT_FILE_LIMIT"),
                        text.bytes("EXPORT_QUOTA"),
                        text.duration("EXPORT_LIFETIME", Duration.ofMinutes(1), Duration.ofDays(365))));
    }

    private record Server(TenantId tenant, Duration timeout, int attempts, int concurrency) {
        Optional<Endpoint> at(SettingText text, String name) {
            Credentials credentials = credentials(text, name);
            return text.url(name + "_URL")
                    .map(url -> text.read(
                            name + "_URL",
                            Endpoint.at(URI.create("http://invalid")),
                            _ -> new Endpoint(url, credentials, tenant, timeout, attempts, concurrency)));
        }

        private static Credentials credentials(SettingText text, String name) {
            String token = text.text(name + "_AUTH_TOKEN");
            String user = text.text(name + "_AUTH_USER");
            String password = text.text(name + "_AUTH_PASSWORD");
            if (!token.isEmpty() && !user.isEmpty()) {
                text.problem(name + "_AUTH_TOKEN", "a token or a user with a password is accepted, not both");
            }
            if (user.isEmpty() && !password.isEmpty()) {
                text.problem(name + "_AUTH_PASSWORD", "is accepted together with " + name + "_AUTH_USER");
            }
            if (!token.isEmpty()) {
                return new Credentials.Bearer(new Secret(token));
            }
            return user.isEmpty() ? new Credentials.Anonymous() : new Credentials.Basic(user, new Secret(password));
        }
    }

    /**
     * Whoever reaches a loopback port is on this machine, and who signed in has a role that decides; else changing settings
     * must be switched on.
     */
    private static boolean mayChange(SettingText text, String host) {
        return switch (text.choice("MCP_ADMIN", "loopback", "true", "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> isLoopback(host) || !Set.of("", "none").contains(text.text("MCP_AUTH"));
        };
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    private static String key(String base64) {
        var _ = SettingsCipher.of(base64);
        return base64;
    }

    private static String jdbcUrl(String url) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("jdbc:postgresql://host:port/database is accepted");
        }
        return url;
    }
}
