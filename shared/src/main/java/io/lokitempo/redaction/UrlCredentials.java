package io.lokitempo.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The password in {@code scheme://user:password@host}, or all before the @ where that is a token. */
record UrlCredentials() implements Rule {
    private static final int LONGEST = 256;
    private static final int LEAST_TOKEN = 16;

    @Override
    public String kind() {
        return "password";
    }

    @Override
    public List<String> anchors() {
        return List.of("://");
    }

    @Override
    public @Nullable Region secret(String text, int from, Region anchor) {
        if (text.startsWith("[redacted", anchor.end())) {
            return null;
        }
        int colon = -1;
        int last = Math.min(text.length(), anchor.end() + LONGEST);
        for (int i = anchor.end(); i < last; i++) {
            char c = text.charAt(i);
            if (c == '@') {
                Region secret = new Region(colon < 0 ? anchor.end() : colon + 1, i);
                String value = secret.of(text);
                boolean isSecret = colon < 0 ? isToken(value) : !Characters.isPlaceholder(value);
                return isSecret ? secret : null;
            }
            if (c == ':' && colon < 0) {
                colon = i;
            }
            if (c <= ' ' || c == '/' || c == '?' || c == '#' || c == '"' || c == '\'' || c == '<' || c == '>') {
                return null;
            }
        }
        return null;
    }

    /** An actor's or a user's name stands there too. */
    private static boolean isToken(String value) {
        return value.length() >= LEAST_TOKEN && Characters.hasDigit(value) && Characters.looksRandom(value);
    }
}
