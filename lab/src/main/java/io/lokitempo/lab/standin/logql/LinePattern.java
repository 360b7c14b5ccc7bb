package io.lokitempo.lab.standin.logql;

import io.lokitempo.lab.standin.query.QueryRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;

/**
 * The expression of the {@code pattern} parser: texts with captures between them, {@code <name>} or {@code <_>}. A capture
 * ends where the next text begins; what follows a text that is not found is left.
 */
public final class LinePattern {
    private static final java.util.regex.Pattern CAPTURE =
            java.util.regex.Pattern.compile("<([A-Za-z_][A-Za-z0-9_]*)>");

    /** A name and the text that ends it; the first has no name. */
    private record Part(String name, String until) {}

    private final List<Part> parts = new ArrayList<>();

    LinePattern(String expression) {
        Matcher capture = CAPTURE.matcher(expression);
        int at = 0;
        String name = "";
        boolean named = false;
        while (capture.find()) {
            if (capture.start() == at && at > 0) {
                throw QueryRefused.invalid(
                        "parse error : invalid pattern parser: found consecutive capture '" + expression + "'");
            }
            parts.add(new Part(name, expression.substring(at, capture.start())));
            name = capture.group(1);
            named |= !name.equals("_");
            at = capture.end();
        }
        if (!named) {
            throw QueryRefused.invalid("parse error : invalid pattern parser: at least one capture is required");
        }
        parts.add(new Part(name, expression.substring(at)));
    }

    public void captures(String line, BiConsumer<String, String> found) {
        int at = 0;
        for (Part part : parts) {
            int end = part.until().isEmpty() && !part.name().isEmpty() ? line.length() : line.indexOf(part.until(), at);
            if (end < 0 || (part.name().isEmpty() && end != 0)) {
                return;
            }
            if (!part.name().isEmpty() && !part.name().equals("_")) {
                found.accept(part.name(), line.substring(at, end));
            }
            at = end + part.until().length();
        }
    }
}
