@NullMarked
package io.lokitempo.mining;

import org.jspecify.annotations.NullMarked;
