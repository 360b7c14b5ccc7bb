@NullMarked
package io.lokitempo.mcp.answer;

import org.jspecify.annotations.NullMarked;
