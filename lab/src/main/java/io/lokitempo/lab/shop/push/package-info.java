/**
 * The way into a Loki and a Tempo. Lines and spans come in, in order; requests that these servers accept go out, again
 * and again until they are taken.
 */
@NullMarked
package io.lokitempo.lab.shop.push;

import org.jspecify.annotations.NullMarked;
