package io.lokitempo.mcp.setting;

import io.lokitempo.setting.SettingSecrets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings that cannot be used; the message has one line for each. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param accepted what would be right, in plain words */
    public record Problem(String key, String value, String accepted) {
        @Override
        public String toString() {
            return key + "=" + shown(key, value) + ": " + accepted;
        }
    }

    private final transient List<Problem> problems;

    public SettingsException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    /** Whether a setting must never be shown. */
    static boolean isSecret(String key) {
        return Stream.of("_PASSWORD", "_TOKEN", "_TOKENS", "_KEY").anyMatch(key::endsWith);
    }

    /** The value as it may be shown: secrets masked, and passwords inside URLs too. */
    static String shown(String key, String value) {
        if (value.isEmpty()) {
            return "";
        }
        if (isSecret(key)) {
            return value.startsWith(SettingSecrets.REFERENCE) ? value : "***";
        }
        return value.replaceAll("(?<=//)[^/@\\s]+@", "***@").replaceAll("(?i)(password=)[^&\\s]*", "$1***");
    }
}
