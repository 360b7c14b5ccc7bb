@NullMarked
package io.lokitempo.mcp.tool;

import org.jspecify.annotations.NullMarked;
