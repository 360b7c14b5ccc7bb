/**
 * The shop at work. A plan, a seed, a schedule and a second of time come in; every line and span of the requests that
 * arrive in that second goes out, the same ones each time.
 */
@NullMarked
package io.lokitempo.lab.shop.sim;

import org.jspecify.annotations.NullMarked;
