package io.lokitempo.mcp.answer;

import java.util.function.ToIntFunction;

/**
 * Fits outcomes into a number of tokens: each form by itself, both with the same rows. Long texts are cut first, then
 * rows, the same number from every table that has more; facts, coverage and calls stay.
 *
 * @param tokens counts a text's tokens
 */
public record Budget(ToIntFunction<String> tokens) {
    public static final int DEFAULT = 2_000;
    public static final int LEAST = 200;
    public static final int MOST = 20_000;

    private static final int[] TEXT_LIMITS = {400, 160, 80};
    private static final int ROW_LIMIT = 10_000;
    private static final int FIRST_TRY = 8;
    /** Counting tokens is what an answer costs most: one of so few rows is tried whole before its rows are halved. */
    private static final int FEW = 48;

    /**
     * @param self the call being answered
     * @param most tokens of each form
     * @param tag unpredictable, for the fence
     */
    public Rendered fit(Outcome outcome, Call self, int most, String tag) {
        return switch (outcome) {
            case Refusal refusal -> new Rendered(TextForm.of(refusal), JsonForm.of(refusal), true);
            case Answer answer -> fit(answer, self.with("max_tokens", Math.min(MOST, most * 4)), most, tag);
        };
    }

    private Rendered fit(Answer answer, Call greater, int most, String tag) {
        int rows = Math.min(longest(answer), ROW_LIMIT);
        for (int textLimit : TEXT_LIMITS) {
            int fitting = mostRows(answer, greater, most, tag, rows, textLimit);
            if (fitting >= Math.min(rows, 5)) {
                return rendered(Page.of(answer, fitting, textLimit, greater), tag);
            }
        }
        int least = TEXT_LIMITS[TEXT_LIMITS.length - 1];
        int fitting = Math.max(0, mostRows(answer, greater, most, tag, rows, least));
        return rendered(Page.of(answer, fitting, least, greater), tag);
    }

    /** The greatest number of rows with which both forms fit, -1 where not even none does: doubled, then halved. */
    private int mostRows(Answer answer, Call greater, int most, String tag, int rows, int textLimit) {
        if (rows <= FEW && fits(answer, greater, most, tag, rows, textLimit)) {
            return rows;
        }
        int high = Math.min(rows, FIRST_TRY);
        int low = -1;
        while (high < rows && fits(answer, greater, most, tag, high, textLimit)) {
            low = high;
            high = Math.min(rows, 2 * high);
        }
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (fits(answer, greater, most, tag, middle, textLimit)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private boolean fits(Answer answer, Call greater, int most, String tag, int rows, int textLimit) {
        Rendered tried = rendered(Page.of(answer, rows, textLimit, greater), tag);
        return fits(tried.text(), most) && fits(tried.json(), most);
    }

    /** A token is a byte at least, so that a short text need not be counted. */
    private boolean fits(String text, int most) {
        return utf8Length(text) <= most || tokens.applyAsInt(text) <= most;
    }

    private static int utf8Length(String text) {
        return text.chars().map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : 3).sum();
    }

    private static int longest(Answer answer) {
        return answer.tables().stream()
                .mapToInt(table -> table.rows().size())
                .max()
                .orElse(0);
    }

    private static Rendered rendered(Page page, String tag) {
        return new Rendered(TextForm.of(page, tag), JsonForm.of(page), false);
    }
}
