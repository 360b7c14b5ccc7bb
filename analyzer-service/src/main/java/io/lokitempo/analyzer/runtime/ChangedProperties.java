package io.lokitempo.analyzer.runtime;

import io.lokitempo.setting.ChangedSettings;
import io.lokitempo.setting.SettingNames;
import io.lokitempo.setting.SettingSecrets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * What was changed, as properties in front of the environment's. A server whose password cannot be revealed here stays as
 * the environment has it, whole: half of a change would send one server's password to another.
 */
final class ChangedProperties extends EnumerablePropertySource<ChangedSettings> {
    static final String NAME = "changed settings";

    private static final Logger LOG = LoggerFactory.getLogger(ChangedProperties.class);

    private final Map<String, String> values;

    ChangedProperties(ChangedSettings changed, SettingSecrets secrets) {
        super(NAME, changed);
        values = usable(changed, secrets);
    }

    private static Map<String, String> usable(ChangedSettings changed, SettingSecrets secrets) {
        Map<String, String> usable = new TreeMap<>(changed.values());
        changed.values().forEach((name, value) -> {
            try {
                usable.replace(name, secrets.revealed(name, value));
            } catch (IllegalArgumentException e) {
                LOG.warn("{}: the server it is for stays as the environment says", e.getMessage());
                String server = name.substring(0, name.indexOf('_') + 1);
                usable.keySet().removeIf(other -> SettingNames.isOfUpstream(other) && other.startsWith(server));
            }
        });
        return usable;
    }

    @Override
    public @Nullable Object getProperty(String name) {
        return values.get(name);
    }

    @Override
    public String[] getPropertyNames() {
        return values.keySet().toArray(String[]::new);
    }

    /** Whether what is read by, servers and sign-in, is the same in both. */
    boolean readsAs(ChangedProperties other) {
        return upstream().equals(other.upstream());
    }

    private Map<String, String> upstream() {
        Map<String, String> upstream = new TreeMap<>(values);
        upstream.keySet().removeIf(name -> !SettingNames.isOfUpstream(name));
        return upstream;
    }
}
