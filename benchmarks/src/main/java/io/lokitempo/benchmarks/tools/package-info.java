/**
 * How fast the tools answer, and how they do under load. The address of a running service comes in, or a system of its own is
 * started; a table of latencies by tool and number of clients goes out, the figure on its last line.
 */
@NullMarked
package io.lokitempo.benchmarks.tools;

import org.jspecify.annotations.NullMarked;
