package io.lokitempo.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds secrets of one kind. */
public interface Rule {
    /** What a secret is replaced by, in {@code [redacted:kind]}. */
    String kind();

    /**
     * Texts of which one stands in, or just before, every secret of this kind, in lower case and ASCII. A line without any
     * of them costs this rule nothing.
     */
    List<String> anchors();

    /**
     * The secret at an anchor, or null where there is none. Must look at a bounded number of characters where it returns
     * null, or the whole would not be linear.
     *
     * @param from the first character that is not yet decided; the secret must not begin before it
     * @param anchor where an anchor was found, in any case
     */
    @Nullable
    Region secret(String text, int from, Region anchor);

    /** Tokens that begin with {@code prefix}, exactly so, and go on for at least {@code least} letters, digits, _ or -. */
    static Rule prefixed(String kind, String prefix, int least) {
        return new PrefixedToken(kind, prefix, least);
    }
}
