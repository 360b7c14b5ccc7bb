package io.lokitempo.mining;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a line into words and punctuation and masks what a word's own characters give away: numbers, addresses, ids, paths,
 * dates. One pass; no word longer than the line is looked at more than a few times. A mask that is written in the text
 * ({@code <num>}) is read as that variable, so that a template's text can be read back.
 */
final class Lexer {
    private Lexer() {}

    static void read(char[] text, int from, int limit, Tokens tokens) {
        tokens.begin(text);
        boolean spaced = false;
        int i = from;
        int names = namesEnd(text, from, limit);
        if (names > from) {
            tokens.add(Tokens.HARD, from, names, false);
            i = names;
        }
        while (i < limit) {
            int flags = Chars.of(text[i]);
            if (flags == Chars.SPACE) {
                spaced = true;
                i++;
                continue;
            }
            if (tokens.isFull()) {
                tokens.addVariable(Mask.REST, i, limit, spaced);
                return;
            }
            i = token(text, i, limit, flags, spaced, tokens);
            spaced = false;
        }
    }

    /** Behind a structured line's field names in braces, which are one word; {@code from} where there are none. */
    private static int namesEnd(char[] text, int from, int limit) {
        if (from >= limit || text[from] != '{') {
            return from;
        }
        int i = from + 1;
        while (i < limit && (Chars.isAsciiLetter(text[i]) || "_.-@#,".indexOf(text[i]) >= 0)) {
            i++;
        }
        boolean closed = i < limit && text[i] == '}' && (i + 1 == limit || text[i + 1] == ' ');
        return closed ? i + 1 : from;
    }

    private static int token(char[] text, int i, int limit, int flags, boolean spaced, Tokens tokens) {
        if (flags == Chars.BREAK) {
            return mark(text, i, limit, spaced, tokens);
        }
        int date = Timestamps.end(text, i, limit);
        if (date > i) {
            tokens.addVariable(Mask.TS, i, date, spaced);
            return date;
        }
        return chunk(text, i, limit, spaced, tokens);
    }

    private static int mark(char[] text, int i, int limit, boolean spaced, Tokens tokens) {
        if (text[i] == '<') {
            Mask mask = Mask.at(text, i, limit);
            if (mask == Mask.NUM && isInWord(text, i + Words.DIGITS.length(), limit)) {
                return chunk(text, i, limit, spaced, tokens);
            }
            if (mask != null) {
                int end = i + mask.text().length();
                tokens.addVariable(mask, i, end, spaced);
                return end;
            }
        }
        tokens.add(Tokens.MARK, i, i + 1, spaced);
        return i + 1;
    }

    private static boolean isInWord(char[] text, int i, int limit) {
        if (i >= limit) {
            return false;
        }
        int flags = Chars.of(text[i]);
        return (flags & (Chars.LETTER | Chars.DIGIT)) != 0
                || ((flags & (Chars.INNER | Chars.SLASH)) != 0 && i + 1 < limit && isInWord(text, i + 1, limit))
                || isDigitsMask(text, i, limit);
    }

    private static boolean isDigitsMask(char[] text, int i, int limit) {
        return text[i] == '<' && Mask.at(text, i, limit) == Mask.NUM;
    }

    /** Characters up to the next blank, quote, bracket, comma or the like, without the punctuation around them. */
    private static int chunk(char[] text, int from, int limit, boolean spaced, Tokens tokens) {
        int all = 0;
        int end = from;
        while (end < limit) {
            int flags = Chars.of(text[end]);
            if ((flags & (Chars.SPACE | Chars.BREAK)) != 0) {
                if (isApostrophe(text, end, from, limit) || (text[end] == '=' && isQuery(text, from, end, all))) {
                    end++;
                    continue;
                }
                if (!isDigitsMask(text, end, limit)) {
                    break;
                }
                all |= Chars.DIGIT;
                end += Words.DIGITS.length();
                continue;
            }
            if ((flags & Chars.WIDE) != 0
                    ? isAsciiAt(text, end - 1, from)
                    : (all & Chars.WIDE) != 0 && isWideAt(text, end - 1, from)) {
                break;
            }
            all |= flags;
            end++;
        }
        trimmed(text, from, end, all, spaced, tokens);
        return end;
    }

    /** Whether an equals sign belongs to a path's query: {@code /a?b=c}. */
    private static boolean isQuery(char[] text, int from, int end, int flags) {
        if ((flags & Chars.SLASH) == 0) {
            return false;
        }
        int i = from;
        while (i < end && text[i] != '?') {
            i++;
        }
        return i < end;
    }

    private static boolean isApostrophe(char[] text, int i, int from, int limit) {
        return text[i] == '\''
                && i > from
                && i + 1 < limit
                && Chars.isAsciiLetter(text[i - 1])
                && Chars.isAsciiLetter(text[i + 1]);
    }

    /** Scripts without blanks write numbers and Latin names into the sentence; there a word ends. */
    private static boolean isAsciiAt(char[] text, int i, int from) {
        return i >= from && (Chars.isDigit(text[i]) || Chars.isAsciiLetter(text[i]));
    }

    private static boolean isWideAt(char[] text, int i, int from) {
        return i >= from && (Chars.of(text[i]) & Chars.WIDE) != 0;
    }

    private static void trimmed(char[] text, int from, int end, int flags, boolean spaced, Tokens tokens) {
        if ((flags & ~(Chars.LETTER | Chars.DIGIT | Chars.WIDE)) == 0) {
            Words.add(tokens, from, end, flags, spaced);
            return;
        }
        int to = end;
        while (to > from && isTail(text[to - 1])) {
            to--;
        }
        int start = from;
        while (start < to && isLead(text, start, to)) {
            start++;
        }
        addMark(from, start, spaced, tokens);
        if (start < to) {
            core(text, start, to, flags, spaced && start == from, tokens);
        }
        addMark(to, end, false, tokens);
        if (start == to && start == from && tokens.size > 0) {
            tokens.spaced[tokens.size - 1] = spaced;
        }
    }

    private static boolean isTail(char c) {
        return c == '.' || c == ':' || c == '!' || c == '?' || c == '*' || c == '-' || c == '#';
    }

    private static boolean isLead(char[] text, int i, int to) {
        char c = text[i];
        if (c == '-' || c == '+') {
            return i + 1 >= to || !Chars.isDigit(text[i + 1]);
        }
        if (c == '.') {
            return i + 1 >= to
                    || (text[i + 1] != '/' && text[i + 1] != '.')
                    || (text[i + 1] == '.' && (i + 2 >= to || text[i + 2] != '/'));
        }
        return c == ':' || c == '!' || c == '?' || c == '*' || c == '#';
    }

    private static void addMark(int start, int end, boolean spaced, Tokens tokens) {
        if (start < end && !tokens.isFull()) {
            tokens.add(Tokens.MARK, start, end, spaced);
        }
    }

    private static void core(char[] text, int start, int end, int flags, boolean spaced, Tokens tokens) {
        if ((flags & Chars.COLON) == 0) {
            Words.add(tokens, start, end, flags, spaced);
            return;
        }
        Mask whole = withColons(text, start, end);
        if (whole != null) {
            tokens.addVariable(whole, start, end, spaced);
        } else {
            split(text, start, end, spaced, tokens);
        }
    }

    /** Kinds whose own text holds colons: {@code http://a/b}, {@code C:\a}, {@code 10.0.0.1:80}, {@code fe80::1}, {@code 00:1b:...}. */
    private static @Nullable Mask withColons(char[] text, int start, int end) {
        int colon = start;
        while (colon < end && text[colon] != ':') {
            colon++;
        }
        if (colon + 2 < end && text[colon + 1] == '/' && text[colon + 2] == '/' && colon > start + 1) {
            return Mask.URL;
        }
        if (colon == start + 1 && colon + 1 < end && text[colon + 1] == '\\') {
            return Mask.PATH;
        }
        int colons = 0;
        boolean digit = false;
        for (int i = start; i < end; i++) {
            char c = text[i];
            if (c == ':') {
                colons++;
            } else if (!Chars.isHexDigit(c)) {
                return null;
            }
            digit |= Chars.isDigit(c);
        }
        return colons >= 3 && digit ? Mask.MAC : null;
    }

    private static void split(char[] text, int start, int end, boolean spaced, Tokens tokens) {
        int from = start;
        boolean first = spaced;
        while (from < end && !tokens.isFull()) {
            int to = from;
            int flags = 0;
            while (to < end && text[to] != ':') {
                flags |= isDigitsMask(text, to, end) ? Chars.DIGIT : Chars.of(text[to]);
                to++;
            }
            if (to > from) {
                Words.add(tokens, from, to, flags & ~Chars.BREAK, first);
                first = false;
            }
            int colons = to;
            while (colons < end && text[colons] == ':') {
                colons++;
            }
            addMark(to, colons, first, tokens);
            from = colons;
        }
    }
}
