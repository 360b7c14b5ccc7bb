@NullMarked
package io.lokitempo.analyzer.metric;

import org.jspecify.annotations.NullMarked;
