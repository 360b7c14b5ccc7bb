package io.lokitempo.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.topic.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangedSettingsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static Setting set(String name, @Nullable String value, int second) {
        return new Setting(name, value, NOON.plusSeconds(second), "ops");
    }

    @Property(tries = 50)
    void with_recordsInAnyOrder_isTheSame(@ForAll Random random) {
        List<Setting> records = new java.util.ArrayList<>(List.of(
                set("LOKI_URL", "http://a", 1),
                set("LOKI_URL", "http://b", 3),
                set("LOKI_URL", null, 2),
                set("TEMPO_URL", "http://t", 5),
                set("TEMPO_URL", null, 6)));
        Collections.shuffle(records, random);
        int part = random.nextInt(records.size());

        ChangedSettings whole = ChangedSettings.of(records.subList(0, part))
                .with(ChangedSettings.of(records.subList(part, records.size())));

        assertThat(whole.values()).isEqualTo(Map.of("LOKI_URL", "http://b"));
        assertThat(whole.with(whole)).isEqualTo(whole);
    }

    @Test
    void of_settingThatMayNotChange_passesItOver() {
        assertThat(ChangedSettings.of(List.of(set("MCP_ADMIN", "true", 1), set("DATABASE_URL", "x", 1)))
                        .byName())
                .isEmpty();
    }

    @Test
    void change_clockSetBack_isStillTheNewest() {
        ChangedSettings known = ChangedSettings.of(List.of(set("LOKI_URL", "http://a", 100)));

        Setting change = known.change("LOKI_URL", "http://b", NOON, "ops");

        assertThat(known.with(List.of(change)).values()).containsEntry("LOKI_URL", "http://b");
    }

    @Test
    void newerThan_whatATopicLacks_isWhatWasChangedMeanwhile() {
        ChangedSettings here =
                ChangedSettings.of(List.of(set("LOKI_URL", "http://b", 2), set("TEMPO_URL", "http://t", 1)));
        ChangedSettings topic =
                ChangedSettings.of(List.of(set("LOKI_URL", "http://a", 1), set("TEMPO_URL", "http://u", 3)));

        assertThat(here.newerThan(topic)).containsExactly(set("LOKI_URL", "http://b", 2));
    }

    @Test
    void file_writtenAndRead_isTheSameAndItsOwnersAlone(@TempDir Path folder) throws Exception {
        ChangedSettings settings =
                ChangedSettings.of(List.of(set("LOKI_URL", "http://b", 2), set("TEMPO_URL", null, 1)));
        SettingsFile file = new SettingsFile(folder.resolve("deep/settings.json"));

        file.write(settings);

        assertThat(file.read()).isEqualTo(settings);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("deep/settings.json"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder.resolve("deep"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void file_absentOrBroken_isNone(@TempDir Path folder) throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"LOKI_URL\":");

        assertThat(new SettingsFile(folder.resolve("absent.json")).read()).isEqualTo(ChangedSettings.NONE);
        assertThat(new SettingsFile(broken).read()).isEqualTo(ChangedSettings.NONE);
    }
}
