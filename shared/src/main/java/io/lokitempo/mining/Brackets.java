package io.lokitempo.mining;

/**
 * Remembers the brackets that are open in a shape and folds what they hold when they close: a rendered object
 * ({@code Order(id=1, state=PAID)}) into one variable, a list into another.
 */
final class Brackets {
    private static final int DEPTH = 32;

    private final int[] open = new int[DEPTH];
    private int depth;

    void begin() {
        depth = 0;
    }

    void open(Tokens out) {
        if (depth < DEPTH) {
            open[depth++] = out.size;
        }
    }

    boolean isClosedBy(Tokens out, char closing) {
        if (depth == 0) {
            return false;
        }
        char opening = out.text[out.start[open[depth - 1]]];
        return closing == (opening == '(' ? ')' : opening == '[' ? ']' : '}');
    }

    /** Ends the innermost bracket; true where its closing mark, which is token {@code i}, is folded too. */
    boolean close(Tokens out, Tokens in, int i) {
        int from = open[--depth];
        if (isObject(out, from)) {
            foldObject(out, from, in.end[i]);
            return true;
        }
        boolean round = out.text[out.start[from]] == '(';
        if (!round && isList(out, from)) {
            int start = from + 1 < out.size ? out.start[from + 1] : in.start[i];
            out.size = from + 1;
            out.addVariable(Mask.LIST, start, in.start[i], false);
        }
        return false;
    }

    /** Folds the outermost object that a line's end cuts off; an inner bracket holds no more pairs than the outermost. */
    void end(Tokens out, int end) {
        for (int i = 0; i < depth; i++) {
            if (i == 0 ? isObject(out, open[0]) : isSmallMap(out, open[i])) {
                foldObject(out, open[i], end);
                return;
            }
        }
    }

    private static void foldObject(Tokens out, int from, int end) {
        boolean named = from > 1 && !out.spaced[from] && out.kind[from - 1] != Tokens.MARK;
        int at = named ? from - 1 : from;
        int start = out.start[at];
        boolean spaced = out.spaced[at];
        out.size = at;
        Loose.add(out, Tokens.VARIABLE, Mask.OBJECT, start, end, spaced);
    }

    /** At least two {@code name=value} or {@code name:"value"} with a comma between; or a small map. */
    private static boolean isObject(Tokens out, int from) {
        int commas = 0;
        int pairs = 0;
        for (int i = from + 1; i < out.size; i++) {
            if (out.kind[i] == Tokens.MARK) {
                commas += out.isMark(i, ',') ? 1 : 0;
                pairs += isPair(out, i) ? 1 : 0;
            }
        }
        return (commas >= 1 && pairs >= 2) || isSmallMap(out, from);
    }

    /** {@code {}} or {@code {name=value}} where a value is expected. */
    private static boolean isSmallMap(Tokens out, int from) {
        boolean pair = out.size == from + 4 && out.isMark(from + 2, '=');
        return out.isMark(from, '{') && isValue(out, from) && (pair || out.size == from + 1);
    }

    private static boolean isValue(Tokens out, int from) {
        return out.isMark(from - 1, '=') || out.isMark(from - 1, ':');
    }

    /** An equals sign, or a colon beside a quote. */
    private static boolean isPair(Tokens out, int i) {
        return out.isMark(i, '=') || (out.isMark(i, ':') && (out.isMark(i + 1, '"') || out.isMark(i - 1, '"')));
    }

    /** Single words with commas between, or at most one word where a value is expected. */
    private static boolean isList(Tokens out, int from) {
        int commas = 0;
        boolean wordBefore = false;
        boolean variable = false;
        for (int i = from + 1; i < out.size; i++) {
            if (out.isMark(i, ',')) {
                commas++;
                wordBefore = false;
            } else if (out.kind[i] == Tokens.MARK || wordBefore) {
                return false;
            } else {
                wordBefore = true;
                variable = out.kind[i] == Tokens.VARIABLE;
            }
        }
        return commas > 0 || (isValue(out, from) && !variable);
    }
}
