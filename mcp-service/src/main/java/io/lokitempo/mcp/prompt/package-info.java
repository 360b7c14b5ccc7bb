/** How to go about things. Arguments of a prompt come in; the steps of an investigation go out, tool by tool. */
@NullMarked
package io.lokitempo.mcp.prompt;

import org.jspecify.annotations.NullMarked;
