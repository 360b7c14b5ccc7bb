@NullMarked
package io.lokitempo.lab;

import org.jspecify.annotations.NullMarked;
