package io.lokitempo.lab.standin.loki;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** An entry on its way through a pipeline: its line and its labels, which stages change. */
final class Row {
    static final String ERROR = "__error__";
    static final String ERROR_DETAILS = "__error_details__";
    private static final Pattern NO_LABEL = Pattern.compile("[^a-zA-Z0-9_]");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final long time;
    private String line;
    private Map<String, String> stream;
    private Map<String, String> metadata;
    private Map<String, String> parsed = Map.of();

    Row(Map<String, String> stream, Entry entry) {
        this.time = entry.time();
        this.line = entry.line();
        this.stream = stream;
        this.metadata = entry.metadata();
    }

    long time() {
        return time;
    }

    String line() {
        return line;
    }

    void line(String changed) {
        line = changed;
    }

    Map<String, String> stream() {
        return stream;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    Map<String, String> parsed() {
        return parsed;
    }

    private Map<String, String> parsedToChange() {
        if (parsed.isEmpty()) {
            parsed = new LinkedHashMap<>(); // most rows never need one
        }
        return parsed;
    }

    boolean has(String label) {
        return parsed.containsKey(label) || metadata.containsKey(label) || stream.containsKey(label);
    }

    /** A label's value, empty where there is none. */
    String get(String label) {
        String value = parsed.get(label);
        if (value == null) {
            value = metadata.get(label);
        }
        return value != null ? value : stream.getOrDefault(label, "");
    }

    boolean hasError() {
        return parsed.containsKey(ERROR);
    }

    void error(String kind, String details) {
        parsedToChange().put(ERROR, kind);
        if (!details.isEmpty()) {
            parsedToChange().put(ERROR_DETAILS, details);
        }
    }

    /** A label that a parser found: renamed where the entry has one of that name, the first of two kept. */
    void extract(String name, String value) {
        String label = labelOf(name);
        boolean taken = stream.containsKey(label) || metadata.containsKey(label);
        parsedToChange().putIfAbsent(taken ? label + "_extracted" : label, value);
    }

    /** A name as a label may have it: other characters become underscores, and a digit in front gets one. */
    static String labelOf(String name) {
        if (LABEL.matcher(name).matches()) {
            return name;
        }
        String label = NO_LABEL.matcher(name).replaceAll("_");
        return !label.isEmpty() && Character.isDigit(label.charAt(0)) ? "_" + label : label;
    }

    /** Sets a label whatever it was. */
    void set(String label, String value) {
        removeIf(label::equals);
        parsedToChange().put(label, value);
    }

    void removeIf(Predicate<String> label) {
        parsed = without(parsed, label);
        metadata = without(metadata, label);
        stream = without(stream, label);
    }

    private static Map<String, String> without(Map<String, String> labels, Predicate<String> label) {
        if (labels.keySet().stream().noneMatch(label)) {
            return labels;
        }
        Map<String, String> rest = new LinkedHashMap<>(labels);
        rest.keySet().removeIf(label);
        return rest;
    }

    /** All labels together, in order of name. */
    SortedMap<String, String> labels() {
        SortedMap<String, String> all = new TreeMap<>(stream);
        all.putAll(metadata);
        all.putAll(parsed);
        return all;
    }
}
