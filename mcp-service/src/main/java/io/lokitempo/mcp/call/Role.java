package io.lokitempo.mcp.call;

/** What a caller may do, each role all that the ones before it may. */
public enum Role {
    /** Asks. */
    READER,
    /** Writes exports and downloads them. */
    EXPORTER,
    /** Changes settings that all callers see. */
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
