/**
 * What a client may fill in. The beginning of a name comes in; names of services, operations, patterns, incidents and
 * anomalies go out, those of the caller's tenant alone.
 */
@NullMarked
package io.lokitempo.mcp.completion;

import org.jspecify.annotations.NullMarked;
