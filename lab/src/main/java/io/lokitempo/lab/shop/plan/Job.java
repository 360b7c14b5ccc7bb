package io.lokitempo.lab.shop.plan;

import io.lokitempo.telemetry.SpanKind;
import java.time.Duration;

/**
 * Something a service does by the clock, on one of its pods.
 *
 * @param every period; the first of a day begins {@code offset} after midnight in the shop's zone
 * @param length from the first line to the last
 * @param kind of its root span
 * @param repeats how often {@code each} is written in between
 */
public record Job(
        String name,
        SpanKind kind,
        Duration every,
        Duration offset,
        Duration length,
        Step.Log first,
        int repeats,
        Step.Log each,
        Step.Log last) {}
