@NullMarked
package io.lokitempo.tempo;

import org.jspecify.annotations.NullMarked;
