/**
 * Who may call. HTTP requests come in; those of callers who are known, may and do not ask too much go on with their
 * {@link io.lokitempo.mcp.call.Caller}, others get an answer that says what is missing.
 */
@NullMarked
package io.lokitempo.mcp.security;

import org.jspecify.annotations.NullMarked;
