package io.lokitempo.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingSecretsTest {
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private static SettingSecrets secrets(String key) {
        return new SettingSecrets(
                key, Set.of("LOKI_AUTH_PASSWORD"), Map.of("LOKI_AUTH_PASSWORD", "hunter2", "OTHER", "x")::get);
    }

    @Test
    void revealed_whatWasSealed_isTheSecretAndNeverInTheSealedText() {
        String sealed = secrets(KEY).sealed("LOKI_AUTH_PASSWORD", "hunter2");

        assertThat(sealed).doesNotContain("hunter2");
        assertThat(secrets(KEY).revealed("LOKI_AUTH_PASSWORD", sealed)).isEqualTo("hunter2");
    }

    @Test
    void sealed_referenceAndWhatIsNoSecret_stay() {
        assertThat(secrets(KEY).sealed("LOKI_AUTH_PASSWORD", "env:X")).isEqualTo("env:X");
        assertThat(secrets("").sealed("LOKI_URL", "http://a")).isEqualTo("http://a");
        assertThat(secrets("").sealed("LOKI_AUTH_PASSWORD", "")).isEmpty();
    }

    @Test
    void revealed_variableOnTheList_isItsValue() {
        assertThat(secrets("").revealed("TEMPO_AUTH_PASSWORD", "env:LOKI_AUTH_PASSWORD"))
                .isEqualTo("hunter2");
    }

    @Test
    void revealed_whatThisProcessMayNotKnow_isRefusedWithoutTheValue() {
        String other = secrets(KEY).sealed("TEMPO_AUTH_PASSWORD", "hunter2");

        for (String value : new String[] {"env:OTHER", "env:UNSET", "hunter2", other}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> secrets(KEY).revealed("LOKI_AUTH_PASSWORD", value))
                    .withMessageContaining("LOKI_AUTH_PASSWORD")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> secrets("").revealed("TEMPO_AUTH_PASSWORD", other))
                .withMessageContaining("SETTINGS_KEY");
    }
}
