package io.lokitempo.mcp.answer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer cut to a size: what both forms show.
 *
 * @param tables first rows of the answer's tables
 * @param textLimit graphemes of free text a cell
 * @param next at most three
 */
record Page(
        Header header,
        List<Fact> facts,
        List<Table> tables,
        int textLimit,
        List<Call> next,
        @Nullable String link) {
    static final int MOST_NEXT = 3;

    /** @param self the call being answered, repeated with a greater budget where rows are cut and nothing continues */
    static Page of(Answer answer, int rows, int textLimit, Call self) {
        List<Table> shown =
                answer.tables().stream().map(table -> table.first(rows)).toList();
        List<Call> next = new ArrayList<>();
        Call more = continuation(answer, shown, self);
        if (more != null) {
            next.add(more);
        }
        next.addAll(answer.next());
        return new Page(
                answer.header(),
                answer.facts(),
                shown,
                textLimit,
                next.subList(0, Math.min(MOST_NEXT, next.size())),
                answer.link());
    }

    private static @Nullable Call continuation(Answer answer, List<Table> shown, Call self) {
        if (answer.more() != null && !shown.isEmpty()) {
            return answer.more().apply(shown.getFirst().rows().size());
        }
        return shown.equals(answer.tables()) ? null : self;
    }
}
