@NullMarked
package io.lokitempo.loki;

import org.jspecify.annotations.NullMarked;
