/**
 * The proof that every line and every request is counted once: a seed comes in, an analyzer's installation goes through
 * random faults over a known load, and the difference between what was pushed and what PostgreSQL holds goes out.
 */
@NullMarked
package io.lokitempo.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
