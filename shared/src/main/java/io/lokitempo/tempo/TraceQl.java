package io.lokitempo.tempo;

import io.lokitempo.upstream.QuotedString;
import java.util.regex.Pattern;

/** Text that is safe inside TraceQL. */
public final class TraceQl {
    private static final Pattern BARE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.\\-/]*");

    private TraceQl() {}

    /** A string literal of TraceQL: double-quoted, with backslash escapes. */
    public static String quoted(String text) {
        return QuotedString.of(text);
    }

    /**
     * An attribute with its scope, {@code span.http.route} for one; the name is quoted where it has characters that end
     * a bare name.
     *
     * @param scope span, resource, event, link, instrumentation, or empty for "any"
     */
    public static String attribute(String scope, String name) {
        return scope + "." + (BARE_NAME.matcher(name).matches() ? name : quoted(name));
    }
}
