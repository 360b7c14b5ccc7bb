package io.lokitempo.mining;

/**
 * Adds technical words and variables to a shape, one position for all that belong together: an address and its port, the
 * elements of a list, numbers in a row.
 */
final class Loose {
    private static final String GLUE = ":@/-.~+&?,|#";

    private Loose() {}

    static void add(Tokens out, byte kind, Mask mask, int start, int end, boolean spaced) {
        int last = out.size - 1;
        if (!spaced && out.isLoose(last)) {
            join(out, last, kind, mask, end);
        } else if (!spaced && isGlue(out, last) && out.isLoose(last - 1)) {
            join(out, last - 1, kind, mask, end);
        } else if (spaced && out.isMark(last, ',') && !out.spaced[last] && isAlike(out, last - 1, kind, mask)) {
            enlist(out, last - 1, mask, end);
        } else if (spaced && last >= 0 && repeats(out, last, kind, mask, start, end)) {
            out.mask[last] = out.mask[last].join(mask);
        } else {
            out.mask[out.size] = mask;
            out.add(kind, start, end, spaced);
        }
    }

    /** Punctuation that stands inside a value. */
    private static boolean isGlue(Tokens out, int i) {
        return i > 0
                && out.kind[i] == Tokens.MARK
                && !out.spaced[i]
                && out.end[i] - out.start[i] == 1
                && GLUE.indexOf(out.text[out.start[i]]) >= 0;
    }

    private static void join(Tokens out, int at, byte kind, Mask mask, int end) {
        if (out.kind[at] == Tokens.VARIABLE) {
            boolean extends_ = kind == Tokens.VARIABLE && out.mask[at].holds(mask);
            out.setVariable(at, out.mask[at].isPlace() || extends_ ? out.mask[at] : joined(out.mask[at], kind, mask));
        } else if (kind == Tokens.VARIABLE) {
            out.setVariable(at, Mask.VALUE);
        }
        out.end[at] = end;
        out.size = at + 1;
    }

    /**
     * Elements of a list are of one kind. Values of no kind are none, so that a template in which kinds were joined is read
     * back as it was.
     */
    private static boolean isAlike(Tokens out, int i, byte kind, Mask mask) {
        if (!out.isLoose(i) || out.kind[i] != kind) {
            return false;
        }
        return kind == Tokens.SOFT || (mask != Mask.VALUE && (out.mask[i].holds(mask) || mask.holds(out.mask[i])));
    }

    private static void enlist(Tokens out, int at, Mask mask, int end) {
        out.setVariable(at, out.kind[at] == Tokens.SOFT ? Mask.LIST : out.mask[at].join(mask));
        out.end[at] = end;
        out.size = at + 1;
    }

    private static Mask joined(Mask before, byte kind, Mask mask) {
        return kind == Tokens.VARIABLE ? before.join(mask) : Mask.VALUE;
    }

    /** Whether a word has the pattern of the one before it, or a number follows two others, as in lists without commas. */
    private static boolean repeats(Tokens out, int last, byte kind, Mask mask, int start, int end) {
        if (kind == Tokens.SOFT) {
            return out.kind[last] == Tokens.SOFT
                    && SoftText.alike(out.text, out.start[last], out.end[last], start, end);
        }
        return isNumber(kind, mask)
                && last > 0
                && out.spaced[last]
                && isNumber(out.kind[last], out.mask[last])
                && isNumber(out.kind[last - 1], out.mask[last - 1]);
    }

    private static boolean isNumber(byte kind, Mask mask) {
        return kind == Tokens.VARIABLE && (mask == Mask.NUM || mask == Mask.HEX);
    }
}
