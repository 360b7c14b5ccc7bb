@NullMarked
package io.lokitempo.secret;

import org.jspecify.annotations.NullMarked;
