/**
 * What the service is told at its start and while it runs. Text from the environment and from administrators comes in;
 * one validated value goes out, and word to those that depend on it when it changes.
 */
@NullMarked
package io.lokitempo.mcp.setting;

import org.jspecify.annotations.NullMarked;
