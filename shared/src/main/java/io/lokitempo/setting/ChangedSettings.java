package io.lokitempo.setting;

import io.lokitempo.topic.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest record of each setting that was changed. Merging is commutative, associative and idempotent but for records
 * of one instant, of which the one merged later stays, so that file and topic may be read in any order.
 *
 * @param byName records by the name of their setting; one without value returned to the environment's
 */
public record ChangedSettings(Map<String, Setting> byName) {
    public static final ChangedSettings NONE = new ChangedSettings(Map.of());

    public ChangedSettings {
        byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /** Records of settings that may not be changed are left out. */
    public static ChangedSettings of(Collection<Setting> records) {
        return NONE.with(records);
    }

    public ChangedSettings with(Collection<Setting> records) {
        Map<String, Setting> all = new TreeMap<>(byName);
        records.stream()
                .filter(record -> SettingNames.mayChange(record.name()))
                .sorted(Comparator.comparing(Setting::changedAt))
                .forEach(record -> all.merge(record.name(), record, ChangedSettings::newer));
        return new ChangedSettings(all);
    }

    public ChangedSettings with(ChangedSettings other) {
        return with(other.byName.values());
    }

    private static Setting newer(Setting known, Setting record) {
        return known.changedAt().isAfter(record.changedAt()) ? known : record;
    }

    /** Records of which {@code other} has none, or an older one. */
    public List<Setting> newerThan(ChangedSettings other) {
        List<Setting> newer = new ArrayList<>();
        byName.forEach((name, record) -> {
            Setting known = other.byName.get(name);
            if (known == null || record.changedAt().isAfter(known.changedAt())) {
                newer.add(record);
            }
        });
        return newer;
    }

    /** Values as they are recorded, secrets encrypted or by reference; settings that returned to the environment left out. */
    public Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        byName.forEach((name, record) -> {
            String value = record.value();
            if (value != null && !value.isEmpty()) {
                values.put(name, value);
            }
        });
        return values;
    }

    /** A change made now, dated after all that was known of the setting, so that a clock set back does not undo it. */
    public Setting change(String name, @Nullable String value, Instant now, String changedBy) {
        Setting known = byName.get(name);
        Instant at = known == null || known.changedAt().isBefore(now)
                ? now
                : known.changedAt().plusMillis(1);
        return new Setting(name, value, at, changedBy);
    }
}
