package io.lokitempo.analyzer.settings;

import io.lokitempo.redaction.Redaction;
import jakarta.validation.constraints.AssertTrue;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is redacted before anything of a line is stored, beside what is so everywhere.
 *
 * @param patterns {@code kind=PATTERN} with semicolons between, in RE2's syntax; empty for none
 */
@ConfigurationProperties("lokitempo.redaction")
public record RedactionSettings(String patterns) {
    @AssertTrue(message = "kind=PATTERN with semicolons between is accepted, in RE2's syntax, \\x3b for a semicolon")
    boolean isPatterns() {
        try {
            redaction();
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    public Redaction redaction() {
        return Redaction.standard().withPatterns(patterns);
    }
}
