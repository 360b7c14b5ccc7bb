@NullMarked
package io.lokitempo.mcp.security;

import org.jspecify.annotations.NullMarked;
