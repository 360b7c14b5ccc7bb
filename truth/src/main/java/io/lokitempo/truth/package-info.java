/**
 * The lab's scenarios through the whole system: telemetry comes in, the analyzer's own reduction and detection make findings
 * of it, and out goes whether each fact in the tools' answers is what happened.
 */
@NullMarked
package io.lokitempo.truth;

import org.jspecify.annotations.NullMarked;
