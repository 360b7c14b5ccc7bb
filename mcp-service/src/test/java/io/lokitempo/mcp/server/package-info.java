@NullMarked
package io.lokitempo.mcp.server;

import org.jspecify.annotations.NullMarked;
