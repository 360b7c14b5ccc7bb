/**
 * All rows of an answer, as files. What to export comes in; a file that spreadsheets and programs read goes out, written
 * while it is read, so that its size is bounded by the disk alone.
 */
@NullMarked
package io.lokitempo.mcp.export;

import org.jspecify.annotations.NullMarked;
