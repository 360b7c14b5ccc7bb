/**
 * Telemetry of one closed window into counts. Lines and spans come in; pattern counts, patterns and span windows go out.
 * Pure: what was read, when, and how complete it is are arguments.
 */
@NullMarked
package io.lokitempo.analyzer.aggregate;

import org.jspecify.annotations.NullMarked;
