@NullMarked
package io.lokitempo.telemetry;

import org.jspecify.annotations.NullMarked;
