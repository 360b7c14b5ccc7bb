package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.logql.Stage;
import io.lokitempo.lab.standin.logql.Stage.Extraction;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code logfmt} stage: {@code key=value key="quoted value"}. What is no pair is passed over, or marked when strict. */
final class LogfmtFields {
    private final String line;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private String error = "";
    private int at;

    private LogfmtFields(String line) {
        this.line = line;
    }

    static void extract(Stage.Logfmt stage, Row row) {
        LogfmtFields read = new LogfmtFields(row.line());
        read.all(stage.strict());
        if (stage.only().isEmpty()) {
            read.fields.forEach((key, value) -> {
                if (!value.isEmpty() || stage.keepEmpty()) {
                    row.extract(key, value);
                }
            });
        }
        for (Extraction extraction : stage.only()) {
            row.extract(
                    extraction.label(),
                    read.fields.getOrDefault(extraction.path().getFirst(), ""));
        }
        if (stage.strict() && !read.error.isEmpty()) {
            row.error("LogfmtParserErr", read.error);
        }
    }

    /** Fields with a value. */
    static Map<String, String> read(String line) {
        LogfmtFields read = new LogfmtFields(line);
        read.all(false);
        read.fields.values().removeIf(String::isEmpty);
        return read.fields;
    }

    private void all(boolean strict) {
        while (at < line.length() && (error.isEmpty() || !strict)) {
            if (line.charAt(at) <= ' ') {
                at++;
            } else {
                pair();
            }
        }
    }

    private void pair() {
        int start = at;
        while (at < line.length() && line.charAt(at) > ' ' && line.charAt(at) != '=' && line.charAt(at) != '"') {
            at++;
        }
        String key = line.substring(start, at);
        if (at < line.length() && (line.charAt(at) == '"' || key.isEmpty())) {
            unexpected();
        } else if (at < line.length() && line.charAt(at) == '=') {
            at++;
            value(key);
        } else {
            fields.putIfAbsent(key, "");
        }
    }

    private void value(String key) {
        if (at < line.length() && line.charAt(at) == '"') {
            quoted(key);
            return;
        }
        int start = at;
        while (at < line.length() && line.charAt(at) > ' ') {
            if (line.charAt(at) == '=' || line.charAt(at) == '"') {
                unexpected();
                return;
            }
            at++;
        }
        fields.putIfAbsent(key, line.substring(start, at));
    }

    private void quoted(String key) {
        StringBuilder value = new StringBuilder();
        for (at++; at < line.length() && line.charAt(at) != '"'; at++) {
            if (line.charAt(at) == '\\' && at + 1 < line.length()) {
                at++;
                value.append(
                        switch (line.charAt(at)) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            default -> line.charAt(at);
                        });
            } else {
                value.append(line.charAt(at));
            }
        }
        if (at >= line.length()) {
            failed(line.length() + 1, "unterminated quoted value");
            return;
        }
        at++;
        fields.putIfAbsent(key, value.toString());
    }

    private void unexpected() {
        failed(at + 1, "unexpected '" + line.charAt(at) + "'");
        while (at < line.length() && line.charAt(at) > ' ') {
            at++;
        }
    }

    private void failed(int position, String problem) {
        if (error.isEmpty()) {
            error = "logfmt syntax error at pos " + position + " : " + problem;
        }
    }
}
