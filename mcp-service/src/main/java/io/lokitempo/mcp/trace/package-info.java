/**
 * One trace, understood. Its spans come in, in any number and order and with some missing; the tree, its times and what
 * is worth showing of it go out. Pure.
 */
@NullMarked
package io.lokitempo.mcp.trace;

import org.jspecify.annotations.NullMarked;
