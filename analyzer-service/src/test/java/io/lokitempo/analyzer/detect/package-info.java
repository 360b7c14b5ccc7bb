@NullMarked
package io.lokitempo.analyzer.detect;

import org.jspecify.annotations.NullMarked;
