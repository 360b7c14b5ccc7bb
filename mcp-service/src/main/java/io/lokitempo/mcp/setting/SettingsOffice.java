package io.lokitempo.mcp.setting;

import io.lokitempo.mcp.setting.SettingsException.Problem;
import io.lokitempo.setting.ChangedSettings;
import io.lokitempo.setting.SettingNames;
import io.lokitempo.setting.SettingSecrets;
import io.lokitempo.setting.SettingsFile;
import io.lokitempo.setting.SettingsTopic;
import io.lokitempo.topic.Setting;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where settings are changed while the service runs: what is allowed, how it lasts, whom it reaches. */
public final class SettingsOffice implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SettingsOffice.class);

    private final LiveSettings settings;
    private final SettingSecrets secrets;
    private final SettingsFile file;
    private final SettingsTopic topic;
    private final SettingsAudit audit;
    private final Clock clock;
    private ChangedSettings changed = ChangedSettings.NONE;

    SettingsOffice(
            LiveSettings settings,
            SettingSecrets secrets,
            SettingsFile file,
            SettingsTopic topic,
            SettingsAudit audit,
            Clock clock) {
        this.settings = settings;
        this.secrets = secrets;
        this.file = file;
        this.topic = topic;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Takes up what was changed before, here or elsewhere, and follows what others change. The file serves until the topic
     * is met: a start waits for no broker.
     */
    void open() {
        take(file.read());
        topic.follow(this::heard);
    }

    /** What was changed here while there was no broker is sent once there is one. */
    private void heard(ChangedSettings all) {
        take(all);
        List<Setting> unsent;
        synchronized (this) {
            unsent = changed.newerThan(all);
        }
        if (!unsent.isEmpty()) {
            String why = topic.send(unsent);
            log.info("{} settings changed while Kafka was away: {}", unsent.size(), why.isEmpty() ? "sent" : why);
        }
    }

    private synchronized void take(ChangedSettings others) {
        ChangedSettings all = changed.with(others);
        if (all.equals(changed)) {
            return;
        }
        changed = all;
        apply();
        try {
            file.write(all);
        } catch (UncheckedIOException e) {
            log.warn("Changed settings are not kept for the next start: {}", e.getMessage());
        }
    }

    /** Lets all that is known take effect; a value that this process cannot use is left out, and so hides no other. */
    private void apply() {
        Map<String, String> now = new HashMap<>(changed.values());
        settings.changes().keySet().forEach(name -> now.putIfAbsent(name, ""));
        while (!now.isEmpty()) {
            try {
                settings.change(now);
                return;
            } catch (SettingsException e) {
                log.warn("Changed settings that cannot be used are left out: {}", e.getMessage());
                if (!leftOut(now, e.problems())) {
                    return;
                }
            }
        }
    }

    /** A server stays as it was whole: half of a change would send one server's password to another. */
    private static boolean leftOut(Map<String, String> changes, List<Problem> problems) {
        boolean found = false;
        for (Problem problem : problems) {
            found |= changes.remove(problem.key()) != null;
            if (SettingNames.isOfUpstream(problem.key())) {
                String server = problem.key().substring(0, problem.key().indexOf('_') + 1);
                found |= changes.keySet().removeIf(name -> SettingNames.isOfUpstream(name) && name.startsWith(server));
            }
        }
        return found;
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
        if (secret.startsWith(SettingSecrets.REFERENCE)) {
            return secrets.isAllowed(secret.substring(SettingSecrets.REFERENCE.length()))
                    ? Optional.empty()
                    : Optional.of("MCP_ALLOWED_SECRETS does not name this variable");
        }
        return secrets.canEncrypt()
                ? Optional.empty()
                : Optional.of(
                        "a password in plain text could be neither kept nor told to other instances and the analyzer, "
                                + "as SETTINGS_KEY is not set: send env:NAME, or set SETTINGS_KEY for all services");
    }

    /**
     * What the settings would be with these changes.
     *
     * @param changes values by name, secrets as they were sent; empty text returns to the environment's
     * @throws SettingsException where they cannot be used
     */
    public Settings with(Map<String, String> changes) {
        return settings.with(sealed(changes));
    }

    private Map<String, String> sealed(Map<String, String> changes) {
        Map<String, String> sealed = new HashMap<>(changes);
        sealed.replaceAll(secrets::sealed);
        return sealed;
    }

    /**
     * Lets changes take effect, here at once, keeps them and tells all others.
     *
     * @param changes as for {@link #with}
     * @return what did not work, in plain words; empty where everything did
     */
    public List<String> change(Map<String, String> changes, String changedBy) {
        List<Setting> records = new ArrayList<>();
        List<String> shortfalls = new ArrayList<>();
        synchronized (this) {
            Map<String, String> sealed = sealed(changes);
            sealed.keySet().stream()
                    .filter(name -> !SettingNames.mayChange(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalArgumentException(
                                name + " is no setting that may be changed while the service runs");
                    });
            settings.change(sealed);
            sealed.forEach((name, value) ->
                    records.add(changed.change(name, value.isEmpty() ? null : value, clock.instant(), changedBy)));
            changed = changed.with(records);
            try {
                file.write(changed);
            } catch (UncheckedIOException e) {
                shortfalls.add("not kept for the next start: " + e.getMessage());
            }
        }
        String unsent = topic.send(records);
        if (!unsent.isEmpty()) {
            shortfalls.add("other instances and the analyzer are told once Kafka answers: " + unsent);
        }
        String unkept = audit.keep(records);
        if (!unkept.isEmpty()) {
            shortfalls.add(unkept);
        }
        return shortfalls;
    }

    /** How Kafka is, through which changes travel. */
    public SettingsTopic.Condition kafka() {
        return topic.condition();
    }

    @Override
    public void close() {
        topic.close();
    }
}
