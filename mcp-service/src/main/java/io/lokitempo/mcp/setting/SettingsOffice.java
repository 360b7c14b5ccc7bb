package io.lokitempo.mcp.setting;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where settings are changed while the service runs: what is allowed, how it lasts, whom it reaches. */
public final class SettingsOffice implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SettingsOffice.class);

    private final LiveSettings settings;
    private final SettingsFile file;
    private final SettingsTopic topic;

    SettingsOffice(LiveSettings settings, SettingsFile file, SettingsTopic topic) {
        this.settings = settings;
        this.file = file;
        this.topic = topic;
    }

    /** Takes up what was changed before the last stop, and follows what others change. */
    void open() {
        try {
            settings.change(file.read());
        } catch (SettingsException | UncheckedIOException | IllegalStateException e) {
            log.warn("Settings changed earlier are left out: {}", e.getMessage());
        }
        topic.start();
    }

    /** Why a URL may not be set; empty where it may. Only hosts already in use, loopback and allowed ones may be asked. */
    public Optional<String> forbidden(URI url) {
        Settings now = settings.base();
        List<String> known = new ArrayList<>(now.allowedHosts());
        now.loki().ifPresent(endpoint -> known.add(endpoint.baseUrl().getHost()));
        now.tempo().ifPresent(endpoint -> known.add(endpoint.baseUrl().getHost()));
        now.grafana().url().ifPresent(grafana -> known.add(grafana.getHost()));
        boolean allowed = known.contains(url.getHost()) || isLoopbackName(url.getHost());
        return allowed
                ? Optional.empty()
                : Optional.of("host " + url.getHost()
                        + " is not allowed; MCP_ALLOWED_HOSTS in the environment names hosts that are");
    }

    /** By name alone: asking a name server whether a host is loopback would let that server decide. */
    private static boolean isLoopbackName(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** Why a secret may not be set as it was sent; empty where it may. */
    public Optional<String> forbiddenSecret(String secret) {
        if (!secret.startsWith(LiveSettings.REFERENCE)) {
            return Optional.empty();
        }
        String name = secret.substring(LiveSettings.REFERENCE.length());
        return settings.base().allowedSecrets().contains(name)
                ? Optional.empty()
                : Optional.of("MCP_ALLOWED_SECRETS does not name this variable");
    }

    /**
     * Lets changes take effect, here at once, and keeps them. A secret sent as it is stays in this process alone.
     *
     * @return what did not work, in plain words; empty where everything did
     */
    public List<String> change(Map<String, String> changes, String changedBy) {
        settings.change(changes);
        Map<String, String> shared = new LinkedHashMap<>(changes);
        shared.entrySet().removeIf(change -> isPlainSecret(change.getKey(), change.getValue()));
        List<String> shortfalls = new ArrayList<>();
        if (shared.size() < changes.size()) {
            shortfalls.add("a password in plain text is in force in this process until it stops; env:NAME would last");
        }
        try {
            Map<String, String> kept = new LinkedHashMap<>(settings.changes());
            kept.entrySet().removeIf(change -> isPlainSecret(change.getKey(), change.getValue()));
            file.write(kept);
        } catch (UncheckedIOException e) {
            shortfalls.add("not kept for the next start: " + e.getMessage());
        }
        String unsent = topic.send(shared, changedBy);
        if (!unsent.isEmpty()) {
            shortfalls.add("other instances and the analyzer were not told: " + unsent);
        }
        return shortfalls;
    }

    private static boolean isPlainSecret(String key, String value) {
        return SettingsException.isSecret(key) && !value.isEmpty() && !value.startsWith(LiveSettings.REFERENCE);
    }

    /** Whether Kafka's broker answers; empty, or why not. */
    public String brokerUnreachable() {
        return topic.unreachable();
    }

    @Override
    public void close() {
        topic.close();
    }
}
