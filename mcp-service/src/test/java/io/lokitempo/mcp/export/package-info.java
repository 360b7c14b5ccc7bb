@NullMarked
package io.lokitempo.mcp.export;

import org.jspecify.annotations.NullMarked;
