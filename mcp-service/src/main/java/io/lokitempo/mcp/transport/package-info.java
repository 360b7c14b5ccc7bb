/**
 * MCP over HTTP. Requests that were let in come in, over Streamable HTTP and over HTTP+SSE; JSON-RPC messages go to the
 * SDK's sessions, which are kept, bounded, ended and cancelled here.
 */
@NullMarked
package io.lokitempo.mcp.transport;

import org.jspecify.annotations.NullMarked;
