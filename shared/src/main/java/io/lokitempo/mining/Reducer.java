package io.lokitempo.mining;

import org.jspecify.annotations.Nullable;

/**
 * Looks at words in their surroundings and makes a line's shape of them: words of the message, punctuation, technical words
 * and variables. What stands behind {@code name=} varies, and so does what is quoted; a number takes its unit along. One
 * pass with a look-ahead of a few tokens.
 */
final class Reducer {
    private static final long[] BOOLS =
            Chars.packed("true", "false", "null", "True", "False", "None", "TRUE", "FALSE", "NULL");
    private static final int QUOTE_REACH = 30;

    private final Brackets brackets = new Brackets();
    private Tokens in = new Tokens();
    private Tokens out = new Tokens();

    /** Reduces {@code in} into {@code out}. */
    void reduce(Tokens in, Tokens out) {
        this.in = in;
        this.out = out;
        brackets.begin();
        out.begin(in.text);
        int i = 0;
        while (i < in.size) {
            i = in.kind[i] == Tokens.MARK ? mark(i) : word(i);
        }
        brackets.end(out, in.size == 0 ? 0 : in.end[in.size - 1]);
        if (out.size == 0) {
            out.addVariable(Mask.EMPTY, 0, 0, false);
        }
    }

    /** Takes the word at {@code i} in; returns the token behind. */
    private int word(int i) {
        switch (in.kind[i]) {
            case Tokens.VARIABLE -> {
                return variable(i);
            }
            case Tokens.HARD -> plain(i);
            default -> technical(i);
        }
        return i + 1;
    }

    private int variable(int i) {
        if (in.mask[i] == Mask.ANY) {
            out.copy(in, i, Tokens.VARIABLE);
            return i + 1;
        }
        Mask measure = in.mask[i] == Mask.NUM ? unit(i + 1) : null;
        Mask mask = measure == null ? in.mask[i] : measure;
        int last = measure == null ? i : i + 1;
        boolean bounded = isBound(i);
        if (bounded) {
            out.size--;
        }
        int start = bounded ? out.start[out.size] : in.start[i];
        Loose.add(out, Tokens.VARIABLE, mask, start, in.end[last], bounded || in.spaced[i]);
        return last + 1;
    }

    private @Nullable Mask unit(int i) {
        return i < in.size && in.kind[i] == Tokens.HARD ? Units.of(in.text, in.start[i], in.end[i]) : null;
    }

    /** Whether the number has a less-than or greater-than sign before it: {@code <1 sec}. */
    private boolean isBound(int i) {
        int last = out.size - 1;
        return !in.spaced[i]
                && last > 0
                && out.spaced[last]
                && (out.isMark(last, '<') || out.isMark(last, '>'))
                && !in.isMark(i + 1, '>')
                && !in.isMark(i + 2, '>');
    }

    private void plain(int i) {
        boolean value = isAssigned(i);
        if (isBool(i) && (value || isBoolValue(i))) {
            addLoose(Tokens.VARIABLE, Mask.BOOL, i);
        } else if (value) {
            addLoose(Tokens.VARIABLE, Mask.VALUE, i);
        } else if (isNamedValue(i) || Names.isName(in, out, i)) {
            addLoose(Tokens.SOFT, Mask.VALUE, i);
        } else {
            out.copy(in, i, Tokens.HARD);
        }
    }

    private void technical(int i) {
        if (isAssigned(i)) {
            addLoose(Tokens.VARIABLE, Mask.VALUE, i);
        } else if (isLabel(i)) {
            out.copy(in, i, Tokens.HARD);
        } else {
            addLoose(Tokens.SOFT, Mask.VALUE, i);
        }
    }

    private void addLoose(byte kind, Mask mask, int i) {
        Loose.add(out, kind, mask, in.start[i], in.end[i], in.spaced[i]);
    }

    /** Whether the word stands behind an equals sign, and is not itself the name of the next value: {@code a= b=1}. */
    private boolean isAssigned(int i) {
        return out.isMark(out.size - 1, '=') && !(in.spaced[i] && in.isMark(i + 1, '=') && !in.spaced[i + 1]);
    }

    private boolean isBool(int i) {
        return Chars.isIn(BOOLS, in.text, in.start[i], in.end[i]);
    }

    private boolean isBoolValue(int i) {
        return Chars.isLower(in.text[in.start[i]]) || out.isMark(out.size - 1, ':') || out.isMark(out.size - 1, '(');
    }

    /** Whether a plain word is the value of {@code name:value}, or all that stands behind {@code name: }. */
    private boolean isNamedValue(int i) {
        int last = out.size - 1;
        if (last < 1 || !out.isMark(last, ':') || out.spaced[last] || !out.isWord(last - 1)) {
            return false;
        }
        return !in.spaced[i] || isSegmentEnd(i + 1);
    }

    private boolean isSegmentEnd(int i) {
        return i >= in.size || (in.kind[i] == Tokens.MARK && ",;])}".indexOf(in.text[in.start[i]]) >= 0);
    }

    /** Whether a technical word names something of the program rather than of this line: a function, a label, a key. */
    private boolean isLabel(int i) {
        if (!Words.mayBeLabel(in.text, in.start[i], in.end[i])) {
            return false;
        }
        int next = i + 1;
        boolean joined = next < in.size && !in.spaced[next];
        boolean colon = joined && in.isMark(next, ':');
        boolean announces = colon && (next + 1 >= in.size || in.spaced[next + 1]);
        if (out.size == 0) {
            return !colon || announces;
        }
        return in.isMark(next, '=') || announces || (joined && (in.isMark(next, '(') || in.isScope(next)));
    }

    private int mark(int i) {
        char c = in.text[in.start[i]];
        switch (in.end[i] - in.start[i] == 1 ? c : ' ') {
            case '"', '\'' -> {
                int close = quoteEnd(i, c);
                if (close > i + 1) {
                    return quoted(i, close);
                }
            }
            case '(', '[', '{' -> brackets.open(out);
            case ')', ']', '}' -> {
                if (brackets.isClosedBy(out, c) && brackets.close(out, in, i)) {
                    return i + 1;
                }
            }
            default -> {}
        }
        out.copy(in, i, Tokens.MARK);
        return i + 1;
    }

    /** The token that ends what token {@code i} begins to quote, or {@code i} for none. */
    private int quoteEnd(int i, char quote) {
        boolean begins = i == 0
                || in.spaced[i]
                || (in.kind[i - 1] == Tokens.MARK && "=(:,[{".indexOf(in.text[in.end[i - 1] - 1]) >= 0);
        int most = begins ? Math.min(in.size, i + QUOTE_REACH) : i;
        for (int j = i + 1; j < most; j++) {
            if (in.isMark(j, quote)) {
                return j;
            }
        }
        return i;
    }

    /** Whether a quote follows another with nothing between, as the columns of an access log do. */
    private boolean isColumn(int i) {
        return in.spaced[i] && in.isMark(i, '"') && in.isMark(i - 1, '"') && out.isMark(out.size - 1, '"');
    }

    /** One position for a quoted value or word; a quoted sentence keeps its words. */
    private int quoted(int i, int close) {
        boolean value = isAssigned(i) || (out.isMark(out.size - 1, ':') && in.isMark(i, '"')) || isColumn(i);
        boolean word = true;
        boolean plain = in.kind[i + 1] != Tokens.VARIABLE;
        for (int j = i + 2; j < close; j++) {
            word &= !in.spaced[j];
            plain &= in.kind[j] != Tokens.VARIABLE;
        }
        out.copy(in, i, Tokens.MARK);
        if (!value && !word) {
            return i + 1;
        }
        boolean typed = close == i + 2 && !plain;
        out.mask[out.size] = typed ? in.mask[i + 1] : Mask.QUOTED;
        byte kind = value || !plain ? Tokens.VARIABLE : Tokens.SOFT;
        out.add(kind, in.start[i + 1], in.end[close - 1], in.spaced[i + 1]);
        out.copy(in, close, Tokens.MARK);
        return close + 1;
    }
}
