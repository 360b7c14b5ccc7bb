/**
 * Checks an installation as an agent sees it. The URL of an MCP server comes in; a table of what each tool answered over
 * both transports, and an exit status, go out.
 */
@NullMarked
package io.lokitempo.lab.smoke;

import org.jspecify.annotations.NullMarked;
