@NullMarked
package io.lokitempo.mcp.transport;

import org.jspecify.annotations.NullMarked;
