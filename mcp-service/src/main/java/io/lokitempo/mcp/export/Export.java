package io.lokitempo.mcp.export;

import java.util.List;

/**
 * An export and how far it is.
 *
 * @param id to ask again with and to download by; nobody can guess it
 * @param file its name in the export folder
 * @param rows written so far
 * @param bytes of the finished file, 0 before
 * @param missing what could not be had
 * @param failure why it ended without a file; empty unless it is FAILED
 * @param origin live or precomputed
 */
public record Export(
        String id,
        String file,
        Format format,
        State state,
        long rows,
        long bytes,
        List<String> missing,
        String failure,
        String origin) {
    /** Whether it still runs. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    public Export {
        missing = List.copyOf(missing);
    }

    static Export begun(String id, String file, Format format, String origin) {
        return new Export(id, file, format, State.RUNNING, 0, 0, List.of(), "", origin);
    }

    Export at(long written) {
        return new Export(id, file, format, State.RUNNING, written, 0, missing, failure, origin);
    }

    Export done(long written, long size, List<String> without) {
        return new Export(id, file, format, State.DONE, written, size, without, "", origin);
    }

    Export failed(long written, String why) {
        return new Export(id, file, format, State.FAILED, written, 0, List.of(), why, origin);
    }
}
