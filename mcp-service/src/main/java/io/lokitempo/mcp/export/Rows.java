package io.lokitempo.mcp.export;

import java.io.IOException;
import java.util.List;

/** Where the rows of an export go. */
public interface Rows {
    /** @param cells text, numbers, booleans or null, one for each column */
    void row(List<?> cells) throws IOException;
}
