/**
 * What a tool is called with. Declarations and an agent's JSON arguments come in; checked, typed values go out, or a
 * refusal that names what is accepted.
 */
@NullMarked
package io.lokitempo.mcp.call;

import org.jspecify.annotations.NullMarked;
