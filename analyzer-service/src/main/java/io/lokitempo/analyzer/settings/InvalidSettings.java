package io.lokitempo.analyzer.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with the settings, at once. */
public final class InvalidSettings extends RuntimeException {
    private final transient List<Problem> problems;

    /**
     * A setting that cannot be used.
     *
     * @param key as an operator writes it, {@code WINDOW_LENGTH} for one
     * @param value as given; secrets are masked
     * @param accepted what would be
     */
    public record Problem(String key, String value, String accepted) {
        @Override
        public String toString() {
            return key + " is \"" + value + "\": " + accepted;
        }
    }

    public InvalidSettings(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
