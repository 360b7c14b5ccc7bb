package io.lokitempo.finding;

import io.lokitempo.telemetry.ServiceName;
import java.time.Instant;

/**
 * Something about a service that is not as it was, without being wrong in itself: the marker that stands beside an onset.
 * Key: {@link #id}. Told once; a repetition replaces it.
 *
 * @param id {@code chg-} and 8 characters; the same for the same change after a restart or a replay
 * @param text in plain words with the name of what changed, such as {@code version 2.5.0 first seen}; at most 200 characters
 * @param at start of the window in which it was first seen
 */
public record Change(String id, Scope scope, ServiceName service, ChangeKind kind, String text, Instant at) {}
