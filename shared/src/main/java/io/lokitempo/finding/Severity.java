package io.lokitempo.finding;

/** How much it matters, least first. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL
}
