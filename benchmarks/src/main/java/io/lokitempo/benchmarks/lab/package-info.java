/**
 * Detection in the lab's shop: seeds come in, the shop's telemetry goes through the analyzer's own reduction and topology
 * in virtual time, and what was raised is compared with what was done to the shop.
 */
@NullMarked
package io.lokitempo.benchmarks.lab;

import org.jspecify.annotations.NullMarked;
