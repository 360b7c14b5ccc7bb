@NullMarked
package io.lokitempo.mcp.live;

import org.jspecify.annotations.NullMarked;
