@NullMarked
package io.lokitempo.truth;

import org.jspecify.annotations.NullMarked;
