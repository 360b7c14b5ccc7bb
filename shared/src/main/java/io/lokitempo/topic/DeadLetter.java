package io.lokitempo.topic;

import java.time.Instant;

/**
 * A record that could not be read. Key: the topic it came from.
 *
 * @param reason why, in plain words
 * @param payloadBase64 its value as it was, at most 64 KiB of it
 */
public record DeadLetter(
        String topic, int partition, long offset, String reason, String payloadBase64, Instant seenAt) {}
