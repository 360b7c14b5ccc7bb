package io.lokitempo.loki;

/** A pattern that Loki's own pattern ingester found: recent, at least 30 hits, counts that do not sum. */
public record StoredPattern(String pattern, String level, long count) {}
