@NullMarked
package io.lokitempo.mcp.call;

import org.jspecify.annotations.NullMarked;
