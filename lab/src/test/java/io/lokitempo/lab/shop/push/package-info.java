@NullMarked
package io.lokitempo.lab.shop.push;

import org.jspecify.annotations.NullMarked;
