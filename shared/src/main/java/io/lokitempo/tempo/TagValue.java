package io.lokitempo.tempo;

/**
 * A value of an attribute.
 *
 * @param type string, int, float, bool, duration or keyword
 */
public record TagValue(String type, String value) {}
