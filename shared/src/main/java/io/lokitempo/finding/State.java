package io.lokitempo.finding;

/** Whether an anomaly or an incident still lasts. */
public enum State {
    OPEN,
    RESOLVED
}
