package io.lokitempo.finding;

import io.lokitempo.telemetry.TimeWindow;

/**
 * A stretch of a source that could not be counted.
 *
 * @param reason in plain words, for a person
 */
public record Gap(TimeWindow window, String reason) {}
