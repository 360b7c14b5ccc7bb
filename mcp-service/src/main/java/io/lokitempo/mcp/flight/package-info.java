/** Work that many ask for in the same moment, done once. Keys and results are others'; nothing here knows what they are. */
@NullMarked
package io.lokitempo.mcp.flight;

import org.jspecify.annotations.NullMarked;
