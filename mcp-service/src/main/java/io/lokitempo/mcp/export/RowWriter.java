package io.lokitempo.mcp.export;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes rows in one of the formats.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180, CSV</a>
 */
final class RowWriter implements Rows, Closeable {
    /** Tells spreadsheets that UTF-8 follows. */
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** What spreadsheets take for the begin of a formula, the full-width forms of East Asian keyboards included. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private static final JsonMapper JSON = new JsonMapper();

    private final Format format;
    private final List<String> columns;
    private final BufferedWriter out;
    private long rows;

    RowWriter(Format format, List<String> columns, BufferedWriter out) throws IOException {
        this.format = format;
        this.columns = columns;
        this.out = out;
        switch (format) {
            case CSV -> {
                out.write(BYTE_ORDER_MARK);
                csv(columns);
            }
            case JSON -> out.write("[");
            case NDJSON -> {}
        }
    }

    @Override
    public void row(List<?> cells) throws IOException {
        switch (format) {
            case CSV -> csv(cells);
            case JSON -> {
                out.write(rows == 0 ? "\n" : ",\n");
                out.write(object(cells));
            }
            case NDJSON -> {
                out.write(object(cells));
                out.write('\n');
            }
        }
        rows++;
    }

    private String object(List<?> cells) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Object cell = cells.get(i);
            if (cell != null) {
                object.put(columns.get(i), cell);
            }
        }
        return JSON.writeValueAsString(object);
    }

    private void csv(List<?> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            out.write(i == 0 ? "" : ",");
            Object cell = cells.get(i);
            out.write(cell instanceof String text ? quoted(defused(text)) : cell == null ? "" : cell.toString());
        }
        out.write("\r\n");
    }

    /** A spreadsheet would run text that begins like a formula; an apostrophe in front makes it text again. */
    private static String defused(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        if (format == Format.JSON) {
            out.write("\n]\n");
        }
        out.close();
    }
}
