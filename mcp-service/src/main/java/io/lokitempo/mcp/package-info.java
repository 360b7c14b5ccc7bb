/**
 * The MCP service: an agent's tool calls come in, answers from findings and from live queries go out.
 */
@NullMarked
package io.lokitempo.mcp;

import org.jspecify.annotations.NullMarked;
