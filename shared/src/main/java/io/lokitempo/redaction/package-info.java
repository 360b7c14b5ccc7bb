/**
 * Takes secrets out of telemetry. Lines and attributes come in as text; the same text goes out with each secret replaced by
 * {@code [redacted:kind]}, while the name beside it stays.
 */
@NullMarked
package io.lokitempo.redaction;

import org.jspecify.annotations.NullMarked;
