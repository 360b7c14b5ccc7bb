package io.lokitempo.lab.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code .env} file as Docker Compose does where the two could differ in daily use: {@code export} is allowed,
 * quotes are taken off, {@code #} begins a comment at the start of a line and after a blank. Variables are not expanded.
 */
final class DotEnv {
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
    private static final Pattern QUOTED = Pattern.compile("(['\"])(.*)\\1\\s*(?:#.*)?");

    private DotEnv() {}

    /** The file's settings in its order; none where there is no file. */
    static Map<String, String> read(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return parse(file.toString(), Files.readAllLines(file));
        } catch (IOException e) {
            throw new StartRefused(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static Map<String, String> parse(String source, List<String> lines) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (!assignment.matches()) {
                // The line itself is not shown: it may be half a password.
                throw new StartRefused(source + " line " + (i + 1) + ": NAME=value is accepted");
            }
            settings.put(assignment.group(1), value(assignment.group(2)));
        }
        return settings;
    }

    private static String value(String text) {
        Matcher quoted = QUOTED.matcher(text);
        if (quoted.matches()) {
            return quoted.group(2);
        }
        return text.startsWith("#") ? "" : text.replaceFirst("\\s+#.*", "").strip();
    }
}
