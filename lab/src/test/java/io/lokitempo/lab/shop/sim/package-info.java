@NullMarked
package io.lokitempo.lab.shop.sim;

import org.jspecify.annotations.NullMarked;
