package io.lokitempo.mcp.export;

import java.io.IOException;
import java.util.List;

/** Something whose rows can be exported. */
public interface Source {
    List<String> columns();

    /**
     * Hands over every row.
     *
     * @return what could not be had, in plain words; empty where nothing is missing
     */
    List<String> rows(Rows rows) throws IOException;

    /** Where the rows come from: live or precomputed. */
    default String origin() {
        return "live";
    }
}
