package io.lokitempo.lab.standin.logql;

import io.lokitempo.lab.standin.query.QueryRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A template of {@code line_format}: text with {@code {{.label}}}, {@code {{__line__}}} and {@code {{__timestamp__}}}. */
public final class Template {
    private static final String SUPPORTED = "{{.label}}, {{__line__}}, {{__timestamp__}}";

    private sealed interface Part {
        record Literal(String text) implements Part {}

        /** A label, or one of the two names with underscores. */
        record Field(String name) implements Part {}
    }

    private final List<Part> parts = new ArrayList<>();

    /** @param stage as written, for Loki's words about a template it cannot read */
    Template(String text, String stage) {
        int at = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
            parts.add(new Part.Literal(text.substring(at, open)));
            int close = text.indexOf("}}", open);
            if (close < 0) {
                throw QueryRefused.invalid("parse error : stage '| " + stage + " \"" + text
                        + "\"' : invalid line template: template: line:1: unclosed action");
            }
            parts.add(new Part.Field(field(text.substring(open + 2, close).strip())));
            at = close + 2;
        }
        parts.add(new Part.Literal(text.substring(at)));
    }

    private static String field(String action) {
        if (action.equals("__line__") || action.equals("__timestamp__")) {
            return action;
        }
        if (action.startsWith(".") && action.substring(1).matches("[A-Za-z_][A-Za-z0-9_]*")) {
            return action.substring(1);
        }
        throw QueryRefused.unsupported("the template action \"{{" + action + "}}\"", SUPPORTED);
    }

    /** @param values of a label, or of the names with underscores; empty where there is none */
    public String render(UnaryOperator<String> values) {
        StringBuilder rendered = new StringBuilder();
        for (Part part : parts) {
            rendered.append(
                    switch (part) {
                        case Part.Literal(String text) -> text;
                        case Part.Field(String name) -> values.apply(name);
                    });
        }
        return rendered.toString();
    }
}
