/**
 * Log lines into templates. A service's raw lines come in one at a time; templates with stable ids go out. Pure: only
 * {@code java.*} and telemetry records, time and randomness as arguments.
 */
@NullMarked
package io.lokitempo.mining;

import org.jspecify.annotations.NullMarked;
