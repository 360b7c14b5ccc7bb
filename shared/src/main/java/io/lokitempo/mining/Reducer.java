package io.lokitempo.mining;

import org.jspecify.annotations.Nullable;

/**
 * Looks at words in their surroundings and folds together what varies as one: the value behind {@code key=}, a number and
 * its unit, quoted text, lists, rendered objects, technical words joined by punctuation. What remains is the line's shape:
 * words of the message, punctuation, technical words and variables. One pass with a look-ahead of a few tokens.
 */
final class Reducer {
    private static final String GLUE = ":@/-.~+&?=,|#";
    private static final long[] BOOLS =
            Chars.packed("true", "false", "null", "True", "False", "None", "TRUE", "FALSE", "NULL");
    private static final int QUOTE_REACH = 30;
    private static final int DEPTH = 32;

    private final int[] open = new int[DEPTH];
    private int depth;
    private Tokens in = new Tokens();
    private Tokens out = new Tokens();

    /** Reduces {@code in} into {@code out}. */
    void reduce(Tokens in, Tokens out) {
        this.in = in;
        this.out = out;
        depth = 0;
        out.begin(in.text);
        int i = 0;
        while (i < in.size) {
            i = in.kind[i] == Tokens.MARK ? mark(i) : word(i);
        }
        foldUnclosed();
        if (out.size == 0) {
            out.addVariable(Mask.EMPTY, 0, 0, false);
        }
    }

    private int word(int i) {
        int next = i + 1;
        byte kind = in.kind[i];
        if (kind == Tokens.VARIABLE) {
            Mask mask = in.mask[i];
            Mask measure = mask == Mask.NUM && next < in.size && in.kind[next] == Tokens.HARD ? unit(next) : null;
            if (measure != null) {
                addLoose(Tokens.VARIABLE, measure, i, in.end[next]);
                return next + 1;
            }
            if (mask == Mask.ANY) {
                out.copy(in, i, Tokens.VARIABLE);
            } else {
                addLoose(Tokens.VARIABLE, mask, i, in.end[i]);
            }
            return next;
        }
        if (isAssigned()) {
            addLoose(Tokens.VARIABLE, isBool(i) ? Mask.BOOL : Mask.VALUE, i, in.end[i]);
        } else if (kind == Tokens.HARD ? isBoolValue(i) : false) {
            addLoose(Tokens.VARIABLE, Mask.BOOL, i, in.end[i]);
        } else if (kind == Tokens.HARD ? isNamedValue(i) : !isLabel(i)) {
            addLoose(Tokens.SOFT, Mask.VALUE, i, in.end[i]);
        } else {
            out.copy(in, i, Tokens.HARD);
        }
        return next;
    }

    private @Nullable Mask unit(int i) {
        return Units.of(in.text, in.start[i], in.end[i]);
    }

    /** Whether the word stands behind an equals sign. */
    private boolean isAssigned() {
        return out.isMark(out.size - 1, '=');
    }

    private boolean isBoolValue(int i) {
        return isBool(i)
                && (Character.isLowerCase(in.text[in.start[i]])
                        || out.isMark(out.size - 1, ':')
                        || out.isMark(out.size - 1, '('));
    }

    private boolean isBool(int i) {
        return Chars.isIn(BOOLS, in.text, in.start[i], in.end[i]);
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
        if (Words.hasDigit(in.text, in.start[i], in.end[i])
                || in.text[in.start[i]] == '<'
                || in.text[in.end[i] - 1] == '>') {
            return false;
        }
        if (out.size == 0) {
            return true;
        }
        int next = i + 1;
        if (next >= in.size) {
            return false;
        }
        if (in.isMark(next, '=')) {
            return true;
        }
        if (in.spaced[next]) {
            return false;
        }
        return in.isMark(next, '(')
                || (in.isMark(next, ':') && (next + 1 >= in.size || in.spaced[next + 1]))
                || (in.kind[next] == Tokens.MARK && in.is(next, "::"));
    }

    /** Adds a technical word or a variable, joined to one before it where only punctuation is between. */
    private void addLoose(byte kind, Mask mask, int i, int end) {
        addLoose(kind, mask, in.start[i], end, in.spaced[i]);
    }

    private void addLoose(byte kind, Mask mask, int start, int end, boolean spaced) {
        int last = out.size - 1;
        if (!spaced && out.isLoose(last)) {
            join(last, kind, mask, end);
        } else if (!spaced && isGlue(last) && out.isLoose(last - 1)) {
            join(last - 1, kind, mask, end);
        } else if (spaced && out.isMark(last, ',') && !out.spaced[last] && out.isLoose(last - 1)) {
            list(last - 1, kind, mask, end);
        } else {
            out.mask[out.size] = mask;
            out.add(kind, start, end, spaced);
        }
    }

    private boolean isGlue(int i) {
        return i > 0
                && out.kind[i] == Tokens.MARK
                && !out.spaced[i]
                && out.end[i] - out.start[i] == 1
                && GLUE.indexOf(out.text[out.start[i]]) >= 0;
    }

    private void join(int at, byte kind, Mask mask, int end) {
        if (out.kind[at] == Tokens.VARIABLE || kind == Tokens.VARIABLE) {
            Mask before = out.kind[at] == Tokens.VARIABLE ? out.mask[at] : Mask.VALUE;
            boolean place =
                    (before == Mask.IP || before == Mask.PATH || before == Mask.URL) && out.kind[at] == Tokens.VARIABLE;
            out.setVariable(at, place ? before : kind == Tokens.VARIABLE ? before.join(mask) : Mask.VALUE);
        }
        out.end[at] = end;
        out.size = at + 1;
    }

    private void list(int at, byte kind, Mask mask, int end) {
        boolean variables = out.kind[at] == Tokens.VARIABLE && kind == Tokens.VARIABLE;
        out.setVariable(at, variables ? out.mask[at].join(mask) : Mask.VALUE);
        out.end[at] = end;
        out.size = at + 1;
    }

    private int mark(int i) {
        char c = in.text[in.start[i]];
        if (in.end[i] - in.start[i] == 1) {
            switch (c) {
                case '"', '\'' -> {
                    int close = quoteEnd(i, c);
                    if (close > i) {
                        return quoted(i, close);
                    }
                }
                case '(', '[', '{' -> {
                    if (depth < DEPTH) {
                        open[depth++] = out.size;
                    }
                }
                case ')', ']', '}' -> {
                    if (depth > 0 && closes(out.text[out.start[open[depth - 1]]], c)) {
                        return close(i);
                    }
                }
                default -> {}
            }
        }
        out.copy(in, i, Tokens.MARK);
        return i + 1;
    }

    private static boolean closes(char opening, char closing) {
        return closing == (opening == '(' ? ')' : opening == '[' ? ']' : '}');
    }

    /** The token that ends what token {@code i} begins to quote, or {@code i} for none. */
    private int quoteEnd(int i, char quote) {
        boolean begins = i == 0
                || in.spaced[i]
                || (in.kind[i - 1] == Tokens.MARK && "=(:,[{".indexOf(in.text[in.end[i - 1] - 1]) >= 0);
        if (!begins) {
            return i;
        }
        int most = Math.min(in.size, i + QUOTE_REACH);
        for (int j = i + 1; j < most; j++) {
            if (in.isMark(j, quote)) {
                return j;
            }
        }
        return i;
    }

    private int quoted(int i, int close) {
        boolean value = isAssigned() || (out.isMark(out.size - 1, ':') && in.text[in.start[i]] == '"');
        boolean word = true;
        for (int j = i + 2; j < close; j++) {
            word &= !in.spaced[j];
        }
        if (close == i + 1 || (!value && !word)) {
            out.copy(in, i, Tokens.MARK);
            return i + 1;
        }
        out.copy(in, i, Tokens.MARK);
        int start = in.start[i + 1];
        int end = in.end[close - 1];
        out.mask[out.size] = Mask.QUOTED;
        boolean single = close == i + 2;
        boolean known = single && in.kind[i + 1] == Tokens.VARIABLE;
        if (known) {
            out.mask[out.size] = in.mask[i + 1];
        }
        out.add(value || known || !isPlain(i + 1, close) ? Tokens.VARIABLE : Tokens.SOFT, start, end, in.spaced[i + 1]);
        out.copy(in, close, Tokens.MARK);
        return close + 1;
    }

    private boolean isPlain(int from, int to) {
        for (int i = from; i < to; i++) {
            if (in.kind[i] == Tokens.VARIABLE) {
                return false;
            }
        }
        return true;
    }

    /** Ends the innermost bracket with token {@code i}; folds a list or a rendered object into one variable. */
    private int close(int i) {
        int from = open[--depth];
        if (isObject(from)) {
            foldObject(from, in.end[i]);
            return i + 1;
        }
        if (out.text[out.start[from]] != '(' && isList(from)) {
            int start = from + 1 < out.size ? out.start[from + 1] : in.start[i];
            out.size = from + 1;
            out.addVariable(Mask.LIST, start, in.start[i], false);
        }
        out.copy(in, i, Tokens.MARK);
        return i + 1;
    }

    private void foldUnclosed() {
        for (int i = 0; i < depth; i++) {
            if (isObject(open[i])) {
                foldObject(open[i], in.end[in.size - 1]);
                return;
            }
        }
    }

    private void foldObject(int from, int end) {
        boolean named = from > 0 && !out.spaced[from] && out.kind[from - 1] != Tokens.MARK;
        int at = named && from > 1 ? from - 1 : from;
        int start = out.start[at];
        boolean spaced = out.spaced[at];
        out.size = at;
        addLoose(Tokens.VARIABLE, Mask.OBJECT, start, end, spaced);
    }

    /** At least two {@code name=value} or {@code name:"value"} with a comma between. */
    private boolean isObject(int from) {
        int commas = 0;
        int pairs = 0;
        for (int i = from + 1; i < out.size; i++) {
            if (out.kind[i] == Tokens.MARK) {
                commas += out.isMark(i, ',') ? 1 : 0;
                pairs += isPair(i) ? 1 : 0;
            }
        }
        return commas >= 1 && pairs >= 2;
    }

    /** An equals sign, or a colon beside a quote. */
    private boolean isPair(int i) {
        return out.isMark(i, '=') || (out.isMark(i, ':') && (out.isMark(i + 1, '"') || out.isMark(i - 1, '"')));
    }

    /** Single words with commas between, or at most one word where a value is expected. */
    private boolean isList(int from) {
        int commas = 0;
        boolean wordBefore = false;
        boolean loose = false;
        for (int i = from + 1; i < out.size; i++) {
            if (out.isMark(i, ',')) {
                commas++;
                wordBefore = false;
            } else if (out.kind[i] == Tokens.MARK || wordBefore) {
                return false;
            } else {
                wordBefore = true;
                loose = out.kind[i] == Tokens.VARIABLE;
            }
        }
        boolean value = out.isMark(from - 1, '=') || out.isMark(from - 1, ':');
        return commas > 0 || (value && !loose);
    }
}
