/**
 * One Kafka Streams topology: counts and spans of closed windows come in; service windows, edges, anomalies and incidents
 * go out. {@link io.lokitempo.analyzer.stream.FindingTopology} wires its stages; what they compute is in {@code detect}.
 */
@NullMarked
package io.lokitempo.analyzer.stream;

import org.jspecify.annotations.NullMarked;
