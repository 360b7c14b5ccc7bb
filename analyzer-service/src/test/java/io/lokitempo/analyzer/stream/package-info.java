@NullMarked
package io.lokitempo.analyzer.stream;

import org.jspecify.annotations.NullMarked;
