package io.lokitempo.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCipherTest {
    private static final SettingsCipher CIPHER = SettingsCipher.of(key(1));

    private static String key(int seed) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) seed);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Property
    void decrypt_whatWasEncrypted_isTheSame(@ForAll String value) {
        String plain = new String(
                value.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(CIPHER.decrypt("A_PASSWORD", CIPHER.encrypt("A_PASSWORD", plain)))
                .isEqualTo(plain);
    }

    @Test
    void encrypt_sameValueTwice_showsNeitherTheValueNorThatItIsTheSame() {
        String once = CIPHER.encrypt("A_PASSWORD", "hunter2");

        assertThat(SettingsCipher.isEncrypted(once)).isTrue();
        assertThat(once).doesNotContain("hunter2").isNotEqualTo(CIPHER.encrypt("A_PASSWORD", "hunter2"));
    }

    @Test
    void decrypt_valueOfAnotherSetting_isRefused() {
        String text = CIPHER.encrypt("A_PASSWORD", "hunter2");

        assertThatIllegalArgumentException().isThrownBy(() -> CIPHER.decrypt("B_PASSWORD", text));
    }

    @Test
    void decrypt_underAnotherKey_isRefused() {
        String text = SettingsCipher.of(key(2)).encrypt("A_PASSWORD", "hunter2");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CIPHER.decrypt("A_PASSWORD", text))
                .withMessageContaining("SETTINGS_KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "enc:v1:",
                "enc:v1:AAAA",
                "enc:v1:?",
                "enc:v2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void decrypt_textThatIsNoCiphertext_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CIPHER.decrypt("A_PASSWORD", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "aGVsbG8=", "not base64 at all, and long enough for a key"})
    void of_textThatIsNoKey_isRefusedUnshown(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingsCipher.of(text))
                .withMessageStartingWith("the base64 of 32 random bytes");
    }
}
