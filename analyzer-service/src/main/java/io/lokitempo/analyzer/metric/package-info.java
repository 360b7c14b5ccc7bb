/**
 * The values of a regularly sampled measure come in, one by one; how surprising each is, and whether it is worth an alarm,
 * goes out. Pure: time is an argument, nothing is random, and memory is bounded.
 */
@NullMarked
package io.lokitempo.analyzer.metric;

import org.jspecify.annotations.NullMarked;
