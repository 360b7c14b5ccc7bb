package io.lokitempo.loki;

/** The order in which Loki returns entries, and so which of them a limit keeps. */
public enum Direction {
    FORWARD,
    BACKWARD
}
