@NullMarked
package io.lokitempo.analyzer.store;

import org.jspecify.annotations.NullMarked;
