@NullMarked
package io.lokitempo.mcp.resource;

import org.jspecify.annotations.NullMarked;
