/**
 * Short links into Grafana. What an answer is about comes in; a path {@code /go/ID} that any replica can follow goes out,
 * and following it leads to that query and window in the Grafana that the settings name, never anywhere else.
 */
@NullMarked
package io.lokitempo.mcp.link;

import org.jspecify.annotations.NullMarked;
