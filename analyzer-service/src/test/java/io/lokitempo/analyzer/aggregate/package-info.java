@NullMarked
package io.lokitempo.analyzer.aggregate;

import org.jspecify.annotations.NullMarked;
