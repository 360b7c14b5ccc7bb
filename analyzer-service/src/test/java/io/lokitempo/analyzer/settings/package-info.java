@NullMarked
package io.lokitempo.analyzer.settings;

import org.jspecify.annotations.NullMarked;
