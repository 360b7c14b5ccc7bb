package io.lokitempo.mcp.answer;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The compact text of an answer: lines, cells with blanks between, free telemetry text inside one fence. */
final class TextForm {
    private final Page page;
    private final Times times;
    private final StringBuilder text = new StringBuilder();

    private TextForm(Page page) {
        this.page = page;
        this.times = Times.of(page.header());
    }

    /** @param tag makes the fence's name one that no telemetry can know */
    static String of(Page page, String tag) {
        return new TextForm(page).written(tag);
    }

    static String of(Refusal refusal) {
        String attempt = refusal.attempt() == null ? "" : " Try: " + refusal.attempt() + ".";
        String sent = refusal.sent().isEmpty() ? "" : " Sent: " + refusal.sent() + ".";
        return refusal.category() + " " + sentence(refusal.what()) + sent + attempt + " Retry: "
                + (refusal.retry() ? "yes" : "no");
    }

    private static String sentence(String what) {
        return what.endsWith(".") || what.endsWith("?") ? what : what + ".";
    }

    private String written(String tag) {
        header();
        page.facts().forEach(fact -> line(fact.name() + " " + fact.value()));
        tables(table -> !table.isUntrusted());
        if (page.tables().stream().anyMatch(Table::isUntrusted)) {
            line("<telemetry " + tag + ">");
            tables(Table::isUntrusted);
            line("</telemetry " + tag + ">");
        }
        if (page.link() != null) {
            line("link " + page.link());
        }
        page.next().forEach(call -> line("next: " + call));
        return text.toString();
    }

    private void header() {
        Header header = page.header();
        text.append(header.subject());
        text.append(" | ").append(Times.range(header.window(), header.now(), header.zone()));
        text.append(" | now ").append(times.shown(header.now().truncatedTo(ChronoUnit.SECONDS)));
        text.append(" | ").append(header.source());
        header.coverage().forEach(mark -> text.append(" | ").append(mark));
        text.append('\n');
    }

    private void tables(Predicate<Table> which) {
        page.tables().stream().filter(which).forEach(this::table);
    }

    private void table(Table table) {
        int shown = table.rows().size();
        String count = table.total() > shown ? " (" + shown + " of " + table.total() + ")" : "";
        String columns = table.columns().stream().map(Column::name).collect(Collectors.joining(" "));
        line("# " + table.name() + count + ": " + columns);
        table.rows().forEach(row -> line(row(table.columns(), row)));
    }

    private String row(List<Column> columns, List<Cell> row) {
        StringBuilder cells = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            cells.append(i == 0 ? "" : " ").append(cell(columns.get(i), row.get(i)));
        }
        return cells.toString();
    }

    private String cell(Column column, Cell cell) {
        return switch (cell) {
            case Cell.Blank() -> "-";
            case Cell.Moment(var at) -> times.shown(at);
            case Cell.Word(var word) -> word(column, column.shown(word, page.textLimit()));
            case Cell.Amount(var value) ->
                switch (column.kind()) {
                    case MILLIS -> Numbers.millis(value);
                    case PERCENT -> Numbers.plain(value) + "%";
                    case BYTES -> Numbers.bytes(value);
                    case NAME, PROSE, TEXT, TIME, COUNT, NUMBER -> Numbers.plain(value);
                };
        };
    }

    /** In double quotes where a blank would make a name look like two cells. */
    private static String word(Column column, String shown) {
        boolean isCell = column.kind() != Column.Kind.TEXT && column.kind() != Column.Kind.PROSE;
        return isCell && shown.indexOf(' ') >= 0 ? '"' + shown.replace("\"", "\\\"") + '"' : Names.escaped(shown);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
