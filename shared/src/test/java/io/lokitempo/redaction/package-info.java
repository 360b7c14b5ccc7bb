@NullMarked
package io.lokitempo.redaction;

import org.jspecify.annotations.NullMarked;
