@NullMarked
package io.lokitempo.lab.shop.scenario;

import org.jspecify.annotations.NullMarked;
