package io.lokitempo.mcp.answer;

import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

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

    private static final int LEAST_TEXT = 80;
    private static final int[] TEXT_LIMITS = {400, 160, LEAST_TEXT};
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
        Try best = NONE;
        for (int textLimit : TEXT_LIMITS) {
            best = mostRows(answer, greater, most, tag, rows, textLimit);
            if (best.rows() >= Math.min(rows, 5)) {
                return best.rendered();
            }
        }
        return best.rows() < 0 ? rendered(Page.of(answer, 0, LEAST_TEXT, greater), tag) : best.rendered();
    }

    /** An answer with so many rows; -1 where not even none fit. */
    private record Try(int rows, Rendered rendered) {}

    private static final Try NONE = new Try(-1, new Rendered("", "", false));

    /** With the greatest number of rows with which both forms fit: doubled, then halved. */
    private Try mostRows(Answer answer, Call greater, int most, String tag, int rows, int textLimit) {
        IntFunction<@Nullable Rendered> fitting = count -> {
            Rendered tried = rendered(Page.of(answer, count, textLimit, greater), tag);
            return fits(tried.text(), most) && fits(tried.json(), most) ? tried : null;
        };
        Rendered whole = rows <= FEW ? fitting.apply(rows) : null;
        if (whole != null) {
            return new Try(rows, whole);
        }
        int high = Math.min(rows, FIRST_TRY);
        Try best = NONE;
        while (high < rows) {
            Rendered tried = fitting.apply(high);
            if (tried == null) {
                high--;
                break;
            }
            best = new Try(high, tried);
            high = Math.min(rows, 2 * high);
        }
        while (best.rows() < high) {
            int middle = (best.rows() + high + 1) >>> 1;
            Rendered tried = fitting.apply(middle);
            if (tried == null) {
                high = middle - 1;
            } else {
                best = new Try(middle, tried);
            }
        }
        return best;
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
