package io.lokitempo.benchmarks.templates;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated values with a header, as RFC 4180 has them. */
final class Csv {
    private final List<String> header;
    private final List<List<String>> rows;

    private Csv(List<List<String>> records) {
        this.header = records.getFirst();
        this.rows = records.subList(1, records.size());
    }

    static Csv parse(String text) {
        return new Csv(new Parser(text).records());
    }

    /** The values of one column. */
    List<String> column(String name) {
        int column = header.indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException("no column " + name + " among " + header);
        }
        return rows.stream().map(row -> row.get(column)).toList();
    }

    boolean hasColumn(String name) {
        return header.contains(name);
    }

    static void write(Path file, List<List<String>> records) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (List<String> record : records) {
                out.write(String.join(",", record.stream().map(Csv::quoted).toList()));
                out.write('\n');
            }
        }
    }

    private static String quoted(String value) {
        return value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + value.replace("\"", "\"\"") + '"'
                : value;
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<List<String>> records() {
            List<List<String>> records = new ArrayList<>();
            while (at < text.length()) {
                records.add(record());
            }
            return records;
        }

        private List<String> record() {
            List<String> values = new ArrayList<>();
            while (true) {
                values.add(at < text.length() && text.charAt(at) == '"' ? quotedValue() : plainValue());
                boolean more = at < text.length() && text.charAt(at) == ',';
                if (!more) {
                    endLine();
                    return values;
                }
                at++;
            }
        }

        private void endLine() {
            if (at < text.length() && text.charAt(at) == '\r') {
                at++;
            }
            if (at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
        }

        private String plainValue() {
            int start = at;
            while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private String quotedValue() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c != '"') {
                    value.append(c);
                } else if (at < text.length() && text.charAt(at) == '"') {
                    value.append(text.charAt(at++));
                } else {
                    break;
                }
            }
            return value.toString();
        }
    }
}
