package io.lokitempo.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** E-mail addresses whose domain ends in letters: {@code lodash@4.17.21} and {@code Order@1f3a} are none. */
record EmailAddress() implements Rule {
    /** RFC 5321, 4.5.3.1. */
    private static final int LONGEST_LOCAL_PART = 64;

    private static final int LONGEST_DOMAIN = 255;

    @Override
    public String kind() {
        return "email";
    }

    @Override
    public List<String> anchors() {
        return List.of("@");
    }

    @Override
    public @Nullable Region secret(String text, int from, Region anchor) {
        int first = Math.max(from, anchor.start() - LONGEST_LOCAL_PART);
        int start = anchor.start();
        while (start > first && isLocalPart(text.charAt(start - 1))) {
            start--;
        }
        int end = domainEnd(text, anchor.end());
        return start < anchor.start() && end > anchor.end() ? new Region(start, end) : null;
    }

    private static boolean isLocalPart(char c) {
        return Characters.isTokenPart(c) || c == '.' || c == '%' || c == '+';
    }

    /** The end of a domain of two labels or more, the last of at least two letters; {@code start} where there is none. */
    private static int domainEnd(String text, int start) {
        int last = Math.min(text.length(), start + LONGEST_DOMAIN);
        int end = start;
        while (end < last && (Characters.isTokenPart(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        while (end > start && !Characters.isAlphanumeric(text.charAt(end - 1))) {
            end--; // the sentence's full stop
        }
        int label = end;
        while (label > start && Characters.isLetter(text.charAt(label - 1))) {
            label--;
        }
        return end - label >= 2 && label > start + 1 && text.charAt(label - 1) == '.' ? end : start;
    }
}
