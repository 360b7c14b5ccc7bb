package io.lokitempo.finding;

/** What deviates. */
public enum AnomalyKind {
    NEW_PATTERN,
    PATTERN_RISE,
    PATTERN_GONE,
    LOG_FLOOD,
    ERROR_RATE,
    LATENCY,
    TRAFFIC_RISE,
    TRAFFIC_DROP,
    SILENCE,
    RESTART_LOOP
}
