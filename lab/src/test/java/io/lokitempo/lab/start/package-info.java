@NullMarked
package io.lokitempo.lab.start;

import org.jspecify.annotations.NullMarked;
