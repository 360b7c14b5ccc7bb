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
        Region authority = new Region(anchor.end(), authorityEnd(text, anchor.end()));
        int at = authority.of(text).lastIndexOf('@');
        if (at < 0) {
            return null;
        }
        String signIn = authority.of(text).substring(0, at);
        int colon = signIn.indexOf(':');
        String secret = signIn.substring(colon + 1);
        boolean isSecret = colon < 0 ? isToken(secret) : !Characters.isPlaceholder(secret);
        return isSecret && !signIn.contains(Characters.MARK)
                ? new Region(authority.start() + colon + 1, authority.start() + at)
                : null;
    }

    /** Where the path or the text around the URL begins. */
    private static int authorityEnd(String text, int start) {
        int last = Math.min(text.length(), start + LONGEST);
        int end = start;
        while (end < last && text.charAt(end) > ' ' && "/?#\"'<>".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** An actor's or a user's name stands there too. */
    private static boolean isToken(String value) {
        return value.length() >= LEAST_TOKEN && Characters.hasDigit(value) && Characters.looksRandom(value);
    }
}
