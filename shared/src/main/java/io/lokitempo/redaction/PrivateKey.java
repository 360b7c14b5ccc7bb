package io.lokitempo.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Private keys in textual encoding, to their end or to the text's where that was cut.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
record PrivateKey() implements Rule {
    private static final String BEGIN = "-----begin ";
    private static final String END = "-----END ";
    private static final int LONGEST_LABEL = 48;

    @Override
    public String kind() {
        return "private-key";
    }

    @Override
    public List<String> anchors() {
        return List.of(BEGIN);
    }

    @Override
    public @Nullable Region secret(String text, int from, Region anchor) {
        String label = text.substring(anchor.end(), Math.min(text.length(), anchor.end() + LONGEST_LABEL));
        int dashes = label.indexOf("-----");
        if (dashes < 0 || !label.substring(0, dashes).contains("PRIVATE KEY")) {
            return null;
        }
        int end = text.indexOf(END, anchor.end());
        int last = end < 0 ? -1 : text.indexOf("-----", end + END.length());
        return new Region(anchor.start(), last < 0 ? text.length() : last + "-----".length());
    }
}
