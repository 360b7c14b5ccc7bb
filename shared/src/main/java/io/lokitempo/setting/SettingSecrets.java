package io.lokitempo.setting;

import io.lokitempo.secret.SettingsCipher;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reveals secrets among changed settings: {@code env:NAME} names a variable of this process' environment and must be on
 * its list; {@code enc:v1:} is encrypted under the installation's key. A secret in plain text is never accepted from a
 * record, since a topic and a file would then hold it.
 */
public final class SettingSecrets {
    /** Begins a secret's value that names the environment variable which holds it. */
    public static final String REFERENCE = "env:";

    private final Optional<SettingsCipher> cipher;
    private final Set<String> allowed;
    private final UnaryOperator<@Nullable String> variables;

    /**
     * @param key SETTINGS_KEY, or empty where there is none
     * @param allowed names that may follow {@code env:}
     * @param variables a variable's value by its name, or null
     * @throws IllegalArgumentException where the key is none
     */
    public SettingSecrets(String key, Set<String> allowed, UnaryOperator<@Nullable String> variables) {
        this.cipher = key.isEmpty() ? Optional.empty() : Optional.of(SettingsCipher.of(key));
        this.allowed = Set.copyOf(allowed);
        this.variables = variables;
    }

    public boolean canEncrypt() {
        return cipher.isPresent();
    }

    public boolean isAllowed(String variable) {
        return allowed.contains(variable);
    }

    /** The value as it may be kept and sent: a secret in plain text is encrypted, everything else stays. */
    public String sealed(String name, String value) {
        boolean isPlain = SettingNames.isSecret(name)
                && !value.isEmpty()
                && !value.startsWith(REFERENCE)
                && !SettingsCipher.isEncrypted(value);
        return isPlain
                ? cipher.orElseThrow(() -> new IllegalStateException("SETTINGS_KEY is not set"))
                        .encrypt(name, value)
                : value;
    }

    /**
     * The value to use of a sealed one.
     *
     * @throws IllegalArgumentException where this process may not or cannot know it; it says why, without the value
     */
    public String revealed(String name, String value) {
        if (!SettingNames.isSecret(name) || value.isEmpty()) {
            return value;
        }
        if (value.startsWith(REFERENCE)) {
            return variable(name, value.substring(REFERENCE.length()));
        }
        if (!SettingsCipher.isEncrypted(value)) {
            throw new IllegalArgumentException(name + " came in plain text and is not used");
        }
        return cipher.orElseThrow(
                        () -> new IllegalArgumentException(name + " is encrypted and SETTINGS_KEY is not set here"))
                .decrypt(name, value);
    }

    private String variable(String name, String variable) {
        if (!allowed.contains(variable)) {
            throw new IllegalArgumentException(
                    name + " names a variable that MCP_ALLOWED_SECRETS does not: " + variable);
        }
        String value = variables.apply(variable);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(name + " names the variable " + variable + ", which is not set here");
        }
        return value;
    }
}
