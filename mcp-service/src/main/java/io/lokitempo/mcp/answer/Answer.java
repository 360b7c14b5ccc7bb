package io.lokitempo.mcp.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a tool found out, before it is cut to a budget.
 *
 * @param facts in order
 * @param tables most important first; those with free text go into the fence
 * @param more makes the call that continues after the first table's n shown rows; null where there is no more and rows
 *     that do not fit can be had only by a greater budget
 * @param next calls that help, best first; at most three are shown
 * @param link short link into Grafana, or null
 */
public record Answer(
        Header header,
        List<Fact> facts,
        List<Table> tables,
        @Nullable IntFunction<@Nullable Call> more,
        List<Call> next,
        @Nullable String link)
        implements Outcome {
    public Answer {
        facts = List.copyOf(facts);
        tables = List.copyOf(tables);
        next = List.copyOf(next);
    }

    /** Whether it comes from findings, and not from a query that was made for it. */
    public boolean isPrecomputed() {
        return header.isPrecomputed();
    }

    public static Builder about(Header header) {
        return new Builder(header);
    }

    /** Collects the parts of an answer. */
    public static final class Builder {
        private final Header header;
        private final List<Fact> facts = new ArrayList<>();
        private final List<Table> tables = new ArrayList<>();
        private final List<Call> next = new ArrayList<>();
        private @Nullable IntFunction<@Nullable Call> more;
        private @Nullable String link;

        private Builder(Header header) {
            this.header = header;
        }

        /** Adds a fact; one of a name that is there already continues it. */
        public Builder fact(String name, String value) {
            for (int i = 0; i < facts.size(); i++) {
                if (facts.get(i).name().equals(name)) {
                    facts.set(i, new Fact(name, facts.get(i).value() + "; " + value));
                    return this;
                }
            }
            facts.add(new Fact(name, value));
            return this;
        }

        /** Adds the table unless it has no rows. */
        public Builder table(Table table) {
            if (!table.rows().isEmpty()) {
                tables.add(table);
            }
            return this;
        }

        public Builder next(Call call) {
            next.add(call);
            return this;
        }

        public Builder more(IntFunction<@Nullable Call> continuation) {
            this.more = continuation;
            return this;
        }

        public Builder link(@Nullable String shortLink) {
            this.link = shortLink;
            return this;
        }

        public Answer answer() {
            return new Answer(header, facts, tables, more, next, link);
        }
    }
}
