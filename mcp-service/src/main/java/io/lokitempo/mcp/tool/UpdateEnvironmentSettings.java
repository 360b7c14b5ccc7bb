package io.lokitempo.mcp.tool;

import io.lokitempo.loki.LokiClient;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Header;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.Refusal.Category;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.live.Replies;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.setting.LiveSettings.Shown;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.mcp.setting.SettingsException;
import io.lokitempo.mcp.setting.SettingsOffice;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.upstream.Endpoint;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Changes settings while the service runs; tried before they take effect. */
public final class UpdateEnvironmentSettings implements Tool {
    private static final Declaration DECLARATION = Declaration.of(
            "update_environment_settings",
            "Change settings",
            Effect.CHANGES_SETTINGS,
            "Changes where Loki, Tempo and Grafana are and what calls get by default, for all clients. Servers are asked "
                    + "before a change takes effect. Passwords: env:NAME keeps them out of this conversation.",
            """
            "loki_url":{"type":"string"},
            "loki_auth_user":{"type":"string"},
            "loki_auth_password":{"type":"string"},
            "tempo_url":{"type":"string"},
            "tempo_auth_user":{"type":"string"},
            "tempo_auth_password":{"type":"string"},
            "grafana_url":{"type":"string"},
            "loki_dashboard_id":{"type":"string"},
            "tempo_dashboard_id":{"type":"string"},
            "default_log_limit":{"type":"integer"},
            "default_trace_limit":{"type":"integer"},
            "default_time_range":{"type":"string"}
            """,
            "settings");

    private final SettingsOffice office;
    private final LiveSettings settings;
    private final Clock clock;

    public UpdateEnvironmentSettings(SettingsOffice office, LiveSettings settings, Clock clock) {
        this.office = office;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Outcome answer(Arguments arguments, Progress progress) {
        if (!settings.current().mayChange()) {
            throw new RefusedException(new Refusal(
                    Category.NOT_ALLOWED,
                    "settings may not be changed over MCP here: MCP_ADMIN in the environment decides",
                    "",
                    Call.of("check_environment"),
                    false));
        }
        Map<String, String> changes = changes(arguments);
        if (changes.isEmpty()) {
            throw arguments.refused("loki_url", "at least one setting to change is needed", "http://localhost:3100");
        }
        check(arguments, changes);
        Settings changed = with(arguments, changes);
        probe(changed, changes);
        List<String> shortfalls = office.change(changes, "mcp");
        return changed(changes, shortfalls);
    }

    private static Map<String, String> changes(Arguments arguments) {
        Map<String, String> changes = new LinkedHashMap<>();
        for (String name : DECLARATION.parameters().keySet()) {
            if (!name.equals(Declaration.MAX_TOKENS)) {
                arguments.text(name).ifPresent(value -> changes.put(name.toUpperCase(Locale.ROOT), value));
            }
        }
        return changes;
    }

    private void check(Arguments arguments, Map<String, String> changes) {
        changes.forEach((key, value) -> {
            Optional<String> forbidden = Optional.empty();
            if (key.endsWith("_URL")) {
                forbidden = arguments
                        .parsed(key.toLowerCase(Locale.ROOT), UpdateEnvironmentSettings::url)
                        .flatMap(office::forbidden);
            } else if (key.endsWith("_PASSWORD")) {
                forbidden = office.forbiddenSecret(value);
            }
            forbidden.ifPresent(why -> {
                throw arguments.refused(key.toLowerCase(Locale.ROOT), why);
            });
        });
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("an http:// or https:// URL is accepted");
        }
        throw new IllegalArgumentException("an http:// or https:// URL is accepted");
    }

    private Settings with(Arguments arguments, Map<String, String> changes) {
        try {
            return settings.with(changes);
        } catch (SettingsException e) {
            throw new RefusedException(Refusal.invalid(
                    String.valueOf(e.getMessage()), arguments.asCall().toString(), null));
        }
    }

    /** Asks the servers that would be asked from now on. */
    private static void probe(Settings changed, Map<String, String> changes) {
        if (changes.keySet().stream().anyMatch(key -> key.startsWith("LOKI_") && !key.contains("DASHBOARD"))) {
            changed.loki().ifPresent(UpdateEnvironmentSettings::probeLoki);
        }
        if (changes.keySet().stream().anyMatch(key -> key.startsWith("TEMPO_") && !key.contains("DASHBOARD"))) {
            changed.tempo().ifPresent(UpdateEnvironmentSettings::probeTempo);
        }
    }

    private static void probeLoki(Endpoint endpoint) {
        try (LokiClient loki = new LokiClient(once(endpoint), "lokitempo-mcp")) {
            Replies.value(loki.version(), "Loki", endpoint.baseUrl() + ", not changed");
        }
    }

    private static void probeTempo(Endpoint endpoint) {
        try (TempoClient tempo = new TempoClient(once(endpoint), "lokitempo-mcp")) {
            Replies.value(tempo.version(), "Tempo", endpoint.baseUrl() + ", not changed");
        }
    }

    private static Endpoint once(Endpoint endpoint) {
        return new Endpoint(endpoint.baseUrl(), endpoint.credentials(), endpoint.tenant(), Duration.ofSeconds(5), 1, 1);
    }

    private Outcome changed(Map<String, String> changes, List<String> shortfalls) {
        Header header = new Header(
                "settings", null, clock.instant(), settings.current().defaults().zone(), "live", shortfalls);
        Table.Rows rows = Table.of("settings", Column.name("key"), Column.name("value"), Column.name("origin"));
        for (Shown shown : settings.shown()) {
            if (changes.containsKey(shown.key())) {
                rows.row(
                        Cell.of(shown.key()),
                        Cell.of(shown.shown()),
                        Cell.of(shown.origin().name().toLowerCase(Locale.ROOT)));
            }
        }
        return Answer.about(header)
                .fact("changed", String.join(", ", changes.keySet()))
                .table(rows.table())
                .next(Call.of("check_environment"))
                .answer();
    }
}
