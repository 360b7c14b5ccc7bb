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
import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.live.Replies;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.setting.LiveSettings.Shown;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.mcp.setting.SettingsException;
import io.lokitempo.mcp.setting.SettingsOffice;
import io.lokitempo.setting.SettingNames;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.upstream.CallListener;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.HttpUpstream;
import io.lokitempo.upstream.Reply;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
            "Changes where Loki, Tempo and Grafana are, what calls get by default and which anomalies are muted, for"
                    + " all clients and the analyzer. Servers are asked before anything takes effect. default returns a"
                    + " setting to the environment's. Passwords: env:NAME keeps them out of this conversation.",
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
            "default_time_range":{"type":"string"},
            "mute_anomalies":{"type":"string","description":"service:kind, ..., * for any: batch-*:TRAFFIC_DROP"}
            """,
            "settings");

    /** Sent for a setting that shall be the environment's again. */
    private static final String ENVIRONMENTS = "default";

    private static final String AGENT = "lokitempo-mcp";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RECENT = Duration.ofHours(1);

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
        checkCaller();
        Map<String, String> changes = changes(arguments);
        if (changes.isEmpty()) {
            throw arguments.refused("loki_url", "at least one setting to change is needed", "http://localhost:3100");
        }
        check(arguments, changes);
        Settings changed = with(arguments, changes);
        List<String> notes = new ArrayList<>(probe(changed, changes));
        notes.addAll(office.change(changes, Caller.current().name()));
        return changed(changes, notes);
    }

    private void checkCaller() {
        if (!settings.current().mayChange()) {
            throw notAllowed("settings may not be changed over MCP here: MCP_ADMIN in the environment decides");
        }
        if (!Caller.current().role().includes(Role.ADMIN)) {
            throw notAllowed("administrators alone may change settings");
        }
    }

    private static RefusedException notAllowed(String why) {
        return new RefusedException(new Refusal(Category.NOT_ALLOWED, why, "", Call.of("check_environment"), false));
    }

    private static Map<String, String> changes(Arguments arguments) {
        Map<String, String> changes = new LinkedHashMap<>();
        for (String name : DECLARATION.parameters().keySet()) {
            if (!name.equals(Declaration.MAX_TOKENS)) {
                arguments
                        .text(name)
                        .ifPresent(value -> changes.put(
                                name.toUpperCase(Locale.ROOT), value.equalsIgnoreCase(ENVIRONMENTS) ? "" : value));
            }
        }
        return changes;
    }

    private void check(Arguments arguments, Map<String, String> changes) {
        changes.forEach((key, value) -> {
            Optional<String> forbidden = Optional.empty();
            if (value.isEmpty()) {
                return;
            }
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
            // Asked as whoever changes them: a server of many tenants answers nobody in particular with a refusal.
            return office.with(changes).forTenant(Caller.current().tenant());
        } catch (SettingsException e) {
            throw new RefusedException(Refusal.invalid(
                    String.valueOf(e.getMessage()), arguments.asCall().toString(), null));
        }
    }

    /**
     * Asks the servers that would be asked from now on what every tool asks them, so that a wrong address, sign-in or tenant
     * is found before it is in force.
     *
     * @return what is worth saying though it holds up nothing
     * @throws RefusedException in a server's own words, where it does not answer
     */
    private List<String> probe(Settings changed, Map<String, String> changes) {
        if (changes.keySet().stream().anyMatch(key -> isOf("LOKI_", key))) {
            changed.loki().ifPresent(this::probeLoki);
        }
        if (changes.keySet().stream().anyMatch(key -> isOf("TEMPO_", key))) {
            changed.tempo().ifPresent(this::probeTempo);
        }
        return changes.containsKey("GRAFANA_URL")
                ? changed.grafana().url().flatMap(UpdateEnvironmentSettings::probeGrafana).stream()
                        .toList()
                : List.of();
    }

    private static boolean isOf(String server, String key) {
        return key.startsWith(server) && SettingNames.isOfUpstream(key);
    }

    private void probeLoki(Endpoint endpoint) {
        try (LokiClient loki = new LokiClient(once(endpoint), AGENT)) {
            var _ = Replies.value(
                    loki.labelNames(TimeWindow.before(clock.instant(), RECENT)), "Loki", notChanged(endpoint));
        }
    }

    private void probeTempo(Endpoint endpoint) {
        try (TempoClient tempo = new TempoClient(once(endpoint), AGENT)) {
            var _ = Replies.value(
                    tempo.tagNames(TimeWindow.before(clock.instant(), RECENT)), "Tempo", notChanged(endpoint));
        }
    }

    private static String notChanged(Endpoint endpoint) {
        return endpoint.baseUrl() + ", nothing was changed";
    }

    /** Links are followed by people, from where they are: that this service cannot reach Grafana is no reason to refuse. */
    private static Optional<String> probeGrafana(URI url) {
        try (HttpUpstream grafana =
                new HttpUpstream("Grafana", once(Endpoint.at(url)), AGENT, Map.of(), CallListener.NONE)) {
            return switch (grafana.version("/api/health")) {
                case Reply.Answered<String> _ -> Optional.empty();
                case Reply.Refused<String> refused ->
                    Optional.of("Grafana, asked from here, refused " + refused.status() + ": " + refused.message());
                case Reply.Unavailable<String> unavailable ->
                    Optional.of("Grafana does not answer from here (" + unavailable.message()
                            + "); links work where users reach it");
            };
        }
    }

    private static Endpoint once(Endpoint endpoint) {
        return new Endpoint(endpoint.baseUrl(), endpoint.credentials(), endpoint.tenant(), PATIENCE, 1, 1);
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
