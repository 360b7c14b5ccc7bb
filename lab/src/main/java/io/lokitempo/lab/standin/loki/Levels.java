package io.lokitempo.lab.standin.loki;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the level of a line as Loki's distributor does: label, structured metadata, field of the line, first level word. */
final class Levels {
    private static final List<String> FIELDS = List.of(
            "level",
            "LEVEL",
            "Level",
            "log.level",
            "severity",
            "SEVERITY",
            "Severity",
            "SeverityText",
            "lvl",
            "LVL",
            "Lvl",
            "severity_text",
            "Severity_Text",
            "SEVERITY_TEXT");
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("trace", "trace"),
            Map.entry("trc", "trace"),
            Map.entry("debug", "debug"),
            Map.entry("dbg", "debug"),
            Map.entry("info", "info"),
            Map.entry("inf", "info"),
            Map.entry("information", "info"),
            Map.entry("warn", "warn"),
            Map.entry("wrn", "warn"),
            Map.entry("warning", "warn"),
            Map.entry("error", "error"),
            Map.entry("err", "error"),
            Map.entry("critical", "critical"),
            Map.entry("fatal", "fatal"));
    private static final Pattern SEVERITY = Pattern.compile("[1-9]|1[0-9]|2[0-4]");
    private static final String NAMES = String.join("|", FIELDS).replace(".", "\\.");
    private static final Pattern JSON_FIELD = Pattern.compile("\"(?:" + NAMES + ")\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern LOGFMT_FIELD = Pattern.compile("(?:^|\\s)(?:" + NAMES + ")=\"?([A-Za-z]+)");
    private static final Pattern WORD =
            Pattern.compile("(?i)\\b(trace|debug|info|warn|warning|error|err|critical|fatal)\\b");

    private Levels() {}

    static String of(Map<String, String> labels, Map<String, String> metadata, String line) {
        return named(labels)
                .or(() -> numbered(metadata))
                .or(() -> named(metadata))
                .orElseGet(() -> ofLine(line));
    }

    private static Optional<String> named(Map<String, String> fields) {
        return FIELDS.stream()
                .map(name -> fields.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> WORDS.getOrDefault(value.toLowerCase(Locale.ROOT), value));
    }

    /** OpenTelemetry's severity number: four to a level. */
    private static Optional<String> numbered(Map<String, String> metadata) {
        String number = metadata.getOrDefault("severity_number", "");
        if (!SEVERITY.matcher(number).matches()) {
            return Optional.empty();
        }
        List<String> levels = List.of("trace", "debug", "info", "warn", "error", "fatal");
        return Optional.of(levels.get(Math.min((Integer.parseInt(number) - 1) / 4, levels.size() - 1)));
    }

    private static String ofLine(String line) {
        Matcher field = (line.startsWith("{") ? JSON_FIELD : LOGFMT_FIELD).matcher(line);
        if (field.find()) {
            String level = WORDS.get(field.group(1).toLowerCase(Locale.ROOT));
            if (level != null) {
                return level;
            }
        }
        Matcher word = WORD.matcher(line);
        return word.find() ? WORDS.getOrDefault(word.group(1).toLowerCase(Locale.ROOT), "unknown") : "unknown";
    }
}
