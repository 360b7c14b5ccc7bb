package io.lokitempo.mcp.security;

import io.lokitempo.mcp.call.Caller;

/** What came of asking who calls. */
sealed interface SignedIn {
    /** Known, and may ask. */
    record As(Caller caller) implements SignedIn {}

    /**
     * Not known.
     *
     * @param presented whether credentials came that are not good, rather than none
     * @param why in plain words, nothing of the credentials in it
     */
    record Unknown(boolean presented, String why) implements SignedIn {}

    /** Known, but without any right here. */
    record Powerless(String why) implements SignedIn {}
}
