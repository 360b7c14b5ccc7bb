package io.lokitempo.mcp.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of one kind, most important first.
 *
 * @param name one word
 * @param total rows that there are, of which {@code rows} holds the first; at least their number
 */
public record Table(String name, List<Column> columns, List<List<Cell>> rows, long total) {
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        total = Math.max(total, rows.size());
        for (List<Cell> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "table " + name + " has " + columns.size() + " columns and a row of " + row.size());
            }
        }
    }

    public static Rows of(String name, Column... columns) {
        return new Rows(name, List.of(columns));
    }

    boolean isUntrusted() {
        return columns.stream().anyMatch(Column::isUntrusted);
    }

    Table first(int count) {
        return count >= rows.size() ? this : new Table(name, columns, rows.subList(0, count), total);
    }

    /** Collects the rows of a table. */
    public static final class Rows {
        private final String name;
        private final List<Column> columns;
        private final List<List<Cell>> rows = new ArrayList<>();

        private Rows(String name, List<Column> columns) {
            this.name = name;
            this.columns = columns;
        }

        public Rows row(Cell... cells) {
            rows.add(List.of(cells));
            return this;
        }

        public Rows row(List<Cell> cells) {
            rows.add(cells);
            return this;
        }

        public Table table() {
            return outOf(rows.size());
        }

        /**
         * Columns in which every cell is blank are left out.
         *
         * @param total rows that there are, also where not all were added
         */
        public Table outOf(long total) {
            int[] filled = IntStream.range(0, columns.size())
                    .filter(i -> rows.stream().anyMatch(row -> !row.get(i).equals(Cell.BLANK)))
                    .toArray();
            List<List<Cell>> kept =
                    rows.stream().map(row -> picked(row, filled)).toList();
            return new Table(name, picked(columns, filled), kept, total);
        }

        private static <T> List<T> picked(List<T> all, int[] which) {
            return Arrays.stream(which).mapToObj(all::get).toList();
        }
    }
}
