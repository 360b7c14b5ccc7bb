@NullMarked
package io.lokitempo.analyzer.poll;

import org.jspecify.annotations.NullMarked;
