@org.jspecify.annotations.NullMarked
package io.lokitempo.mcp.finding;
