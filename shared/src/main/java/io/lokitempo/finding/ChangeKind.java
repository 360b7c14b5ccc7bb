package io.lokitempo.finding;

/** What changed of a service. */
public enum ChangeKind {
    /** A {@code service.version} served a request that never did before. */
    VERSION,
    /** An operation was asked for that never was before. */
    OPERATION,
    /** A service was called that this one never called before. */
    CALLEE,
    /** Its log tells of a start that was expected, such as a release. */
    DEPLOYMENT,
    /** Its log tells of a start. */
    RESTART
}
