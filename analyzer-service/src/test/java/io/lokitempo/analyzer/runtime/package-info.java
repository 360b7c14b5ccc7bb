@NullMarked
package io.lokitempo.analyzer.runtime;

import org.jspecify.annotations.NullMarked;
