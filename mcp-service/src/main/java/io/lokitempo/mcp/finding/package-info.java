/**
 * What the analyzer found, as PostgreSQL's {@code v_*} views hold it. Questions about services and windows come in;
 * findings go out, or the words that say why none can be read. Nothing here writes.
 */
@NullMarked
package io.lokitempo.mcp.finding;

import org.jspecify.annotations.NullMarked;
