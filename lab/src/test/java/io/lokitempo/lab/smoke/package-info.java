@NullMarked
package io.lokitempo.lab.smoke;

import org.jspecify.annotations.NullMarked;
