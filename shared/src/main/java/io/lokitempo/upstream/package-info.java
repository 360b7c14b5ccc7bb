/**
 * What Loki's and Tempo's clients share: where a server is, how to sign in, and how a call can end. An endpoint and a
 * request come in; a {@link io.lokitempo.upstream.Reply} goes out, never an exception for what a network does.
 */
@NullMarked
package io.lokitempo.upstream;

import org.jspecify.annotations.NullMarked;
