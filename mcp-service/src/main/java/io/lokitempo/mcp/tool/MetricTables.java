package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.live.RequestNumbers;
import io.lokitempo.telemetry.TimeWindow;
import java.util.ArrayList;
import java.util.List;

/** How numbers of requests are shown and compared, wherever they come from. */
final class MetricTables {
    private MetricTables() {}

    static Table requests(String name, String first, List<RequestNumbers> all, TimeWindow window) {
        Table.Rows rows = begun(name, first);
        all.forEach(numbers -> rows.row(row(numbers, seconds(window))));
        return rows.table();
    }

    /** A window's numbers above those of what it is compared with. */
    static Table requests(
            String name, String first, RequestNumbers now, TimeWindow window, RequestNumbers usual, double seconds) {
        return begun(name, first)
                .row(row(now, seconds(window)))
                .row(row(usual, seconds))
                .table();
    }

    /** Groups of requests with what differs from usual. */
    static Table shifts(String name, String first, List<Shift> shifts, TimeWindow window) {
        Table.Rows rows = Table.of(
                name,
                Column.name(first),
                Column.number("rate"),
                Column.count("requests"),
                Column.percent("errors"),
                Column.millis("p50"),
                Column.millis("p95"),
                Column.millis("p99"),
                Column.millis("max"),
                Column.prose("differs"));
        for (Shift shift : shifts) {
            List<Cell> cells = new ArrayList<>(row(
                    shift.now() == null
                            ? RequestNumbers.none(shift.group())
                            : shift.now().named(shift.group()),
                    seconds(window)));
            cells.add(Cell.of(String.join(", ", shift.words())));
            rows.row(cells);
        }
        return rows.table();
    }

    private static Table.Rows begun(String name, String first) {
        return Table.of(
                name,
                Column.name(first),
                Column.number("rate"),
                Column.count("requests"),
                Column.percent("errors"),
                Column.millis("p50"),
                Column.millis("p95"),
                Column.millis("p99"),
                Column.millis("max"));
    }

    private static List<Cell> row(RequestNumbers numbers, double seconds) {
        return List.of(
                Cell.of(numbers.name()),
                Cell.of(numbers.requests() / seconds),
                Cell.of(numbers.requests()),
                Cell.of(numbers.errorPercent()),
                percentile(numbers, .5, numbers.p50()),
                percentile(numbers, .95, numbers.p95()),
                percentile(numbers, .99, numbers.p99()),
                Cell.of(numbers.max()));
    }

    /** Each measure as a multiple of the earlier window's. */
    static String verdict(RequestNumbers now, TimeWindow window, RequestNumbers before, double earlier) {
        double rate = now.requests() / seconds(window);
        double usualRate = before.requests() / earlier;
        return "rate %s, errors %s, p50 %s, p95 %s, p99 %s"
                .formatted(
                        times(rate, usualRate),
                        times(now.errorPercent(), before.errorPercent()),
                        times(now.p50(), before.p50()),
                        now.bears(.95) && before.bears(.95) ? times(now.p95(), before.p95()) : "few",
                        now.bears(.99) && before.bears(.99) ? times(now.p99(), before.p99()) : "few");
    }

    static double seconds(TimeWindow window) {
        return window.length().toMillis() / 1e3;
    }

    /** {@code few} where too few calls lie above it for the percentile to be judged. */
    static Cell percentile(RequestNumbers numbers, double quantile, double value) {
        return numbers.bears(quantile) ? Cell.of(value) : Cell.of("few");
    }

    private static String times(double now, double before) {
        if (before == 0) {
            return now == 0 ? "same" : "from 0 to " + Numbers.plain(now);
        }
        double times = now / before;
        return Double.isNaN(times) ? "unknown" : times > .8 && times < 1.25 ? "same" : "x" + Numbers.plain(times);
    }
}
