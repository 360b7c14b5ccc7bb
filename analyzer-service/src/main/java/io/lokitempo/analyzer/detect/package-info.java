/**
 * What a service did in a window comes in; what of it is out of the usual goes out, as anomalies and as incidents that
 * group them. Pure: time, budgets and memory are arguments, so that a replay finds the same.
 */
@NullMarked
package io.lokitempo.analyzer.detect;

import org.jspecify.annotations.NullMarked;
