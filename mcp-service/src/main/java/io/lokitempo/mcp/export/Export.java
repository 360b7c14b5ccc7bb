package io.lokitempo.mcp.export;

import java.util.List;

/**
 * An export and how far it is.
 *
 * @param id to ask again with
 * @param file its name in the export folder
 * @param rows written so far
 * @param bytes of the finished file, 0 before
 * @param missing what could not be had
 * @param failure why it ended without a file; empty unless it is FAILED
 */
public record Export(
        String id,
        String file,
        Format format,
        State state,
        long rows,
        long bytes,
        List<String> missing,
        String failure) {
    /** Whether it still runs. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    public Export {
        missing = List.copyOf(missing);
    }
}
