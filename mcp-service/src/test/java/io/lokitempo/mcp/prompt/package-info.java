@NullMarked
package io.lokitempo.mcp.prompt;

import org.jspecify.annotations.NullMarked;
