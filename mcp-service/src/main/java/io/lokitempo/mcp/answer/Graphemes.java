package io.lokitempo.mcp.answer;

import java.text.BreakIterator;
import java.util.Locale;

/** Cuts text between what a reader sees as characters: never inside an emoji, a syllable or a surrogate pair. */
final class Graphemes {
    private Graphemes() {}

    /** At most {@code most} graphemes of the text; where some are left out, their number follows. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
        breaks.setText(text);
        int end = breaks.next(most);
        if (end == BreakIterator.DONE || end == text.length()) {
            return text;
        }
        return text.substring(0, end) + "…+" + (text.length() - end);
    }
}
