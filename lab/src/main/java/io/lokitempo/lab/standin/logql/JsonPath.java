package io.lokitempo.lab.standin.logql;

import io.lokitempo.lab.standin.query.QueryRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path of the {@code json} stage: {@code a.b}, {@code a[0]}, {@code a["b c"]}. */
final class JsonPath {
    private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]\"]+)|\\[([0-9]+)]|\\[\"([^\"]*)\"]");

    private JsonPath() {}

    /** Keys and indices from the outside in. */
    static List<String> parse(String text) {
        List<String> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int read = 0;
        while (step.find() && step.start() == read) {
            for (int group = 1; group <= 3; group++) {
                String key = step.group(group);
                if (key != null) {
                    steps.add(key);
                }
            }
            read = step.end();
        }
        if (read != text.length() || steps.isEmpty()) {
            throw QueryRefused.invalid("parse error : cannot parse expression [" + text + "]: syntax error");
        }
        return steps;
    }
}
