/**
 * Findings as MCP resources. URIs come in; JSON goes out, and word to clients that asked for it when what a URI names has
 * changed.
 */
@NullMarked
package io.lokitempo.mcp.resource;

import org.jspecify.annotations.NullMarked;
