/**
 * The tools, one class each: checked arguments come in, are handed to the part that knows, and what it found goes out as
 * an answer.
 */
@NullMarked
package io.lokitempo.mcp.tool;

import org.jspecify.annotations.NullMarked;
