/**
 * Questions that nobody computed beforehand. What is asked comes in and is made into LogQL or TraceQL within a budget;
 * what Loki and Tempo hold goes out as records.
 */
@NullMarked
package io.lokitempo.mcp.live;

import org.jspecify.annotations.NullMarked;
