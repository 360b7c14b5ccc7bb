package io.lokitempo.loki;

/** What Loki's index knows of a selector: approximate, and without chunks not yet flushed. */
public record IndexStats(long streams, long chunks, long bytes, long entries) {}
