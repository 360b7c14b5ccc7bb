@NullMarked
package io.lokitempo.lab.fault;

import org.jspecify.annotations.NullMarked;
