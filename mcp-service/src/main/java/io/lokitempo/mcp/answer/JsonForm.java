package io.lokitempo.mcp.answer;

import java.util.List;

/** The structured form of an answer: the same facts, rows and calls as the text, in units that the column names say. */
final class JsonForm {
    private final Page page;
    private final Times times;
    private final JsonText json = new JsonText();

    private JsonForm(Page page) {
        this.page = page;
        this.times = Times.of(page.header());
    }

    static String of(Page page) {
        return new JsonForm(page).written();
    }

    static String of(Refusal refusal) {
        JsonText json = new JsonText().open('{').key("error").open('{');
        json.key("category").value(refusal.category().name());
        json.key("what").value(refusal.what());
        if (!refusal.sent().isEmpty()) {
            json.key("sent").value(refusal.sent());
        }
        if (refusal.attempt() != null) {
            json.key("try");
            call(json, refusal.attempt());
        }
        json.key("retry").literal(Boolean.toString(refusal.retry()));
        return json.close('}').close('}').toString();
    }

    private String written() {
        json.open('{');
        header();
        if (!page.facts().isEmpty()) {
            json.key("facts").open('{');
            page.facts().forEach(fact -> json.key(fact.name()).value(fact.value()));
            json.close('}');
        }
        json.key("tables").open('{');
        page.tables().forEach(this::table);
        json.close('}');
        if (page.link() != null) {
            json.key("link").value(page.link());
        }
        json.key("next").open('[');
        page.next().forEach(call -> call(json, call));
        return json.close(']').close('}').toString();
    }

    private void header() {
        Header header = page.header();
        json.key("subject").value(header.subject());
        if (header.window() != null) {
            json.key("start").value(Times.iso(header.window().start(), header.zone()));
            json.key("end").value(Times.iso(header.window().end(), header.zone()));
        }
        json.key("now").value(Times.iso(header.now(), header.zone()));
        json.key("source").value(header.source());
        json.key("coverage").open('[');
        header.coverage().forEach(json::value);
        json.close(']');
    }

    private void table(Table table) {
        json.key(table.name()).open('{').key("columns").open('[');
        table.columns().forEach(column -> json.value(column.jsonName()));
        json.close(']').key("rows").open('[');
        table.rows().forEach(row -> row(table.columns(), row));
        json.close(']');
        if (table.total() > table.rows().size()) {
            json.key("total").literal(Long.toString(table.total()));
        }
        json.close('}');
    }

    private void row(List<Column> columns, List<Cell> row) {
        json.open('[');
        for (int i = 0; i < row.size(); i++) {
            cell(columns.get(i), row.get(i));
        }
        json.close(']');
    }

    private void cell(Column column, Cell cell) {
        switch (cell) {
            case Cell.Blank() -> json.value("");
            case Cell.Moment(var at) -> json.value(times.shown(at));
            case Cell.Word(var word) -> json.value(column.shown(word, page.textLimit()));
            case Cell.Amount(var value) -> {
                if (Double.isInfinite(value)) {
                    json.value(Numbers.plain(value));
                } else {
                    json.literal(Numbers.json(value));
                }
            }
        }
    }

    private static void call(JsonText json, Call call) {
        json.open('{').key("tool").value(call.tool()).key("arguments");
        call.writeArguments(json);
        json.close('}');
    }
}
