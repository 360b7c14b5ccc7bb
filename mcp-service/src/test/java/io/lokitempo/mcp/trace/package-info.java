@NullMarked
package io.lokitempo.mcp.trace;

import org.jspecify.annotations.NullMarked;
