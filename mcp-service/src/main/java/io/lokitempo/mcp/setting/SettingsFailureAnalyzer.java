package io.lokitempo.mcp.setting;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at the start which settings are wrong and what they accept, a line each, instead of a stack trace. */
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<SettingsException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SettingsException cause) {
        return new FailureAnalysis(
                "These settings cannot be used:\n\n" + cause.getMessage(),
                "Correct them in the environment or in .env; example.env describes each.",
                cause);
    }
}
