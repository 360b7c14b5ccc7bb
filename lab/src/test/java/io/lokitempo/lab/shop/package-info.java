@NullMarked
package io.lokitempo.lab.shop;

import org.jspecify.annotations.NullMarked;
