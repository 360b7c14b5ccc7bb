package io.lokitempo.mcp.answer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * Counts tokens, and remembers those of the pieces that texts are made of: while an answer is fitted into its budget, and from
 * one answer to the next, most of them are the same.
 *
 * <p>A text is cut only where the encoding cuts it, too, whatever stands on either side, so that the pieces' tokens add up to
 * the whole's. Encodings of GPT (cl100k, o200k) first split a text by a regular expression and never join what it split. Three of
 * the places where it always does:
 * <ul>
 *   <li>before a single blank between two ASCII letters or digits: a blank may begin a word's part, and never ends one;
 *   <li>after a line feed that an ASCII letter or digit follows: the expression's parts that take a line feed take only white
 *       space, {@code /} or further line feeds after it;
 *   <li>between two or more ASCII marks in a row and an ASCII letter or digit, where a letter or digit stands before the marks:
 *       a row of marks is one part, unless it is a single mark that a word follows.
 * </ul>
 *
 * @see <a href="https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py">the expressions</a>
 */
public final class TokenCount implements ToIntFunction<String> {
    /** Of pieces, about 2 MB; when there are more, remembering begins anew. */
    private static final int MOST = 20_000;

    /** A longer piece is hardly met again. */
    private static final int LONGEST = 256;

    private final ToIntFunction<String> encoding;
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    /** @param encoding counts the tokens of any text */
    public TokenCount(ToIntFunction<String> encoding) {
        this.encoding = encoding;
    }

    @Override
    public int applyAsInt(String text) {
        int tokens = 0;
        int from = 0;
        for (int at = nextCut(text, 0); from < text.length(); at = nextCut(text, at)) {
            tokens += ofPiece(text.substring(from, at));
            from = at;
        }
        return tokens;
    }

    private int ofPiece(String piece) {
        if (piece.length() > LONGEST) {
            return encoding.applyAsInt(piece);
        }
        Integer tokens = known.get(piece);
        if (tokens == null) {
            if (known.size() >= MOST) {
                known.clear();
            }
            tokens = encoding.applyAsInt(piece);
            known.put(piece, tokens);
        }
        return tokens;
    }

    /** Where the next piece begins after {@code from}; the text's length where there is none. */
    private static int nextCut(String text, int from) {
        for (int at = from + 1; at < text.length(); at++) {
            if (isCut(text, at)) {
                return at;
            }
        }
        return text.length();
    }

    private static boolean isCut(String text, int at) {
        char c = text.charAt(at);
        char before = text.charAt(at - 1);
        if (c == ' ') {
            return isAlphanumeric(before) && at + 1 < text.length() && isAlphanumeric(text.charAt(at + 1));
        }
        return isAlphanumeric(c) && (before == '\n' || followsMarks(text, at));
    }

    private static boolean followsMarks(String text, int at) {
        int marks = at;
        while (marks > 0 && isMark(text.charAt(marks - 1))) {
            marks--;
        }
        return at - marks >= 2 && marks > 0 && isAlphanumeric(text.charAt(marks - 1));
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Of ASCII, neither letter, digit nor white space; without the apostrophe, which ends words as in {@code it's}. */
    private static boolean isMark(char c) {
        return c > ' ' && c < 0x7f && c != '\'' && !isAlphanumeric(c);
    }
}
