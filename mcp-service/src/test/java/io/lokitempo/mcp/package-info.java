@NullMarked
package io.lokitempo.mcp;

import org.jspecify.annotations.NullMarked;
