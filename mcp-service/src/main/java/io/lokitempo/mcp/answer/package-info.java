/**
 * Evidence into a bounded answer. Facts and tables come in; one text and one JSON document go out, each complete on its
 * own and within the same budget of tokens. Pure: time, randomness and the tokenizer are arguments.
 */
@NullMarked
package io.lokitempo.mcp.answer;

import org.jspecify.annotations.NullMarked;
