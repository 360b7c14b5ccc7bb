@NullMarked
package io.lokitempo.upstream;

import org.jspecify.annotations.NullMarked;
