/**
 * The protocol's edge. MCP requests over Streamable HTTP and over HTTP+SSE come in, meet the same tools, and answers go
 * out in both of their forms.
 */
@NullMarked
package io.lokitempo.mcp.server;

import org.jspecify.annotations.NullMarked;
