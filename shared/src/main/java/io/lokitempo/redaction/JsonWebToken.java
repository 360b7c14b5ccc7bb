package io.lokitempo.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON web tokens: two to five words of base64url with dots between them, of which the first is an object.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519</a>
 */
record JsonWebToken() implements Rule {
    /** An opening brace and a quote, in base64url. */
    private static final String START = "eyJ";

    private static final int LEAST_PART = 10;
    private static final int MOST_PARTS = 5;

    @Override
    public String kind() {
        return "jwt";
    }

    @Override
    public List<String> anchors() {
        return List.of("eyj");
    }

    @Override
    public @Nullable Region secret(String text, int from, Region anchor) {
        int start = anchor.start();
        if (Characters.isTokenPartAt(text, start - 1) || !text.startsWith(START, start)) {
            return null;
        }
        int end = Characters.tokenEnd(text, start);
        int parts = end - start >= LEAST_PART ? 1 : 0;
        while (parts > 0 && parts < MOST_PARTS && end < text.length() && text.charAt(end) == '.') {
            int next = Characters.tokenEnd(text, end + 1);
            if (next == end + 1) {
                break;
            }
            end = next;
            parts++;
        }
        return parts >= 2 ? new Region(start, end) : null;
    }
}
