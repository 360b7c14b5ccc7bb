@NullMarked
package io.lokitempo.mcp.completion;

import org.jspecify.annotations.NullMarked;
