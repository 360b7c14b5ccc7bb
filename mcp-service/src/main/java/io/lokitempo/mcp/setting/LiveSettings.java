package io.lokitempo.mcp.setting;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.setting.SettingsException.Problem;
import io.lokitempo.setting.SettingSecrets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The settings in force: those of the start and, above them, what was changed since. A change is checked whole before any
 * of it takes effect.
 */
public final class LiveSettings {
    /** Where a value comes from. */
    public enum Origin {
        DEFAULT,
        ENVIRONMENT,
        CHANGED
    }

    /** @param shown the value, secrets masked */
    public record Shown(String key, String shown, Origin origin) {}

    private final Map<String, String> start;
    private final Predicate<String> isSet;
    private final SettingSecrets secrets;
    private final List<Consumer<Settings>> listeners = new CopyOnWriteArrayList<>();

    private Map<String, String> changes = Map.of();
    private Settings base;

    /**
     * @param start every setting's text
     * @param isSet whether the environment gives a setting, rather than its default
     * @param secrets reveals those that were changed, and those of the start that name a variable
     */
    public LiveSettings(Map<String, String> start, Predicate<String> isSet, SettingSecrets secrets) {
        this.start = Map.copyOf(start);
        this.isSet = isSet;
        this.secrets = secrets;
        this.base = Settings.of(text(Map.of()));
    }

    /** The settings as they are for whoever calls. */
    public Settings current() {
        return base().forTenant(Caller.current().tenant());
    }

    /** The settings where nobody calls: those of TENANT_ID. */
    public synchronized Settings base() {
        return base;
    }

    /** Has the listener called with the new settings after every change. */
    public void onChange(Consumer<Settings> listener) {
        listeners.add(listener);
    }

    /**
     * What the settings would be with these changes on top of earlier ones.
     *
     * @throws SettingsException where they cannot be used
     */
    public synchronized Settings with(Map<String, String> further) {
        return Settings.of(text(merged(further)));
    }

    /** Lets the changes take effect on top of earlier ones. */
    public void change(Map<String, String> further) {
        Settings changed;
        synchronized (this) {
            Map<String, String> all = merged(further);
            changed = Settings.of(text(all));
            changes = Collections.unmodifiableMap(all);
            base = changed;
        }
        listeners.forEach(listener -> listener.accept(changed));
    }

    /** All that was changed since the start. */
    public synchronized Map<String, String> changes() {
        return changes;
    }

    /** A setting as it may be shown; empty where it is not set. */
    public synchronized String shown(String key) {
        return SettingsException.shown(key, unresolved(changes).getOrDefault(key, ""));
    }

    /** Every setting as it may be shown, by name. */
    public synchronized List<Shown> shown() {
        List<Shown> all = new ArrayList<>();
        unresolved(changes).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    String key = entry.getKey();
                    all.add(new Shown(key, SettingsException.shown(key, entry.getValue()), origin(key)));
                });
        return all;
    }

    private Origin origin(String key) {
        if (changes.containsKey(key)) {
            return Origin.CHANGED;
        }
        return isSet.test(key) ? Origin.ENVIRONMENT : Origin.DEFAULT;
    }

    /** An empty text returns a setting to what it was at the start. */
    private Map<String, String> merged(Map<String, String> further) {
        Map<String, String> all = new LinkedHashMap<>(changes);
        all.putAll(further);
        all.values().removeIf(String::isEmpty);
        return all;
    }

    private Map<String, String> text(Map<String, String> changed) {
        Map<String, String> all = unresolved(changed);
        List<Problem> problems = new ArrayList<>();
        all.replaceAll((key, value) -> {
            boolean sealed = changed.containsKey(key) || value.startsWith(SettingSecrets.REFERENCE);
            try {
                return sealed ? secrets.revealed(key, value) : value;
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(key, value, String.valueOf(e.getMessage())));
                return "";
            }
        });
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return all;
    }

    private Map<String, String> unresolved(Map<String, String> changed) {
        Map<String, String> all = new HashMap<>(start);
        all.putAll(changed);
        return all;
    }
}
