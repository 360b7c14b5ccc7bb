package io.lokitempo.analyzer.settings;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator in a few lines, instead of a stack trace, which settings to mend. */
final class StartFailures extends AbstractFailureAnalyzer<InvalidSettings> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettings cause) {
        String lines = cause.problems().stream()
                .map(problem -> "    " + problem)
                .collect(Collectors.joining(System.lineSeparator()));
        return new FailureAnalysis(
                "These settings cannot be used:" + System.lineSeparator() + lines,
                "Set them in the environment or in .env; example.env describes each.",
                cause);
    }
}
