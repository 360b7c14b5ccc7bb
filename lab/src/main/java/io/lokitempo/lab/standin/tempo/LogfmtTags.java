package io.lokitempo.lab.standin.tempo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code service.name=web http.route="/a b"}; what is no pair is passed over. */
final class LogfmtTags {
    private static final Pattern PAIR = Pattern.compile("([^\\s=\"]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S*))");

    private LogfmtTags() {}

    static Map<String, String> of(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        Matcher pair = PAIR.matcher(text);
        while (pair.find()) {
            String quoted = pair.group(2);
            String bare = pair.group(3);
            tags.put(pair.group(1), quoted != null ? quoted.replaceAll("\\\\(.)", "$1") : bare == null ? "" : bare);
        }
        return tags;
    }
}
