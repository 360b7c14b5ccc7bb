package io.lokitempo.topic;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A runtime setting that overrides the environment's. Key: {@link #name}.
 *
 * @param name the key of example.env
 * @param value null returns to the environment's value; secrets are encrypted
 * @param changedBy who asked, for the audit
 */
public record Setting(String name, @Nullable String value, Instant changedAt, String changedBy) {}
