@NullMarked
package io.lokitempo.mcp.setting;

import org.jspecify.annotations.NullMarked;
