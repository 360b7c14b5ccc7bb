@NullMarked
package io.lokitempo.mcp.link;

import org.jspecify.annotations.NullMarked;
