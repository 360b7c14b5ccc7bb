package io.lokitempo.mcp.answer;

/**
 * What the cells of a column are.
 *
 * @param name lower case; JSON appends the unit
 */
public record Column(String name, Kind kind) {
    /** How a column's cells are written. */
    public enum Kind {
        /** A name from telemetry or an id: escaped, cut at 80. */
        NAME(""),
        /** A sentence of this service, on one line. */
        PROSE(""),
        /** Free text from telemetry: only inside the fence. */
        TEXT(""),
        TIME(""),
        MILLIS("_ms"),
        /** A whole number. */
        COUNT(""),
        NUMBER(""),
        PERCENT("_percent"),
        BYTES("_bytes");

        private final String unit;

        Kind(String unit) {
            this.unit = unit;
        }
    }

    public static Column name(String name) {
        return new Column(name, Kind.NAME);
    }

    public static Column prose(String name) {
        return new Column(name, Kind.PROSE);
    }

    /** @param name text, sample or attributes, the only places of free text in JSON */
    public static Column text(String name) {
        return new Column(name, Kind.TEXT);
    }

    public static Column time(String name) {
        return new Column(name, Kind.TIME);
    }

    public static Column millis(String name) {
        return new Column(name, Kind.MILLIS);
    }

    public static Column count(String name) {
        return new Column(name, Kind.COUNT);
    }

    public static Column number(String name) {
        return new Column(name, Kind.NUMBER);
    }

    public static Column percent(String name) {
        return new Column(name, Kind.PERCENT);
    }

    public static Column bytes(String name) {
        return new Column(name, Kind.BYTES);
    }

    boolean isUntrusted() {
        return kind == Kind.TEXT;
    }

    /** A word of this column as it may be shown: free text at most {@code textLimit} graphemes, names at most 80. */
    String shown(String word, int textLimit) {
        return switch (kind) {
            case TEXT -> Graphemes.cut(word, textLimit);
            case PROSE -> Names.escaped(word);
            case NAME, TIME, MILLIS, COUNT, NUMBER, PERCENT, BYTES -> Names.shown(word);
        };
    }

    String jsonName() {
        return name + kind.unit;
    }
}
