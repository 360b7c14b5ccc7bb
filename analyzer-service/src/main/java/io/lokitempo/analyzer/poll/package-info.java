/**
 * Reads Loki and Tempo forward, one worker a Kafka partition, and writes what closed windows hold together with how far
 * it got, in one transaction. Sources and time come in; pattern counts, patterns, span windows and watermarks go out.
 */
@NullMarked
package io.lokitempo.analyzer.poll;

import org.jspecify.annotations.NullMarked;
