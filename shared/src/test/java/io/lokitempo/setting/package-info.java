@NullMarked
package io.lokitempo.setting;

import org.jspecify.annotations.NullMarked;
