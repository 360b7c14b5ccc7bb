package io.lokitempo.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows {@code Bearer} and {@code Basic} in an Authorization header, wherever it was logged.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.4">RFC 9110, credentials</a>
 */
record AuthorizationScheme() implements Rule {
    private static final String BASIC = "basic ";

    @Override
    public String kind() {
        return "credentials";
    }

    @Override
    public List<String> anchors() {
        return List.of("bearer ", BASIC);
    }

    @Override
    public @Nullable Region secret(String text, int from, Region anchor) {
        int end = anchor.end();
        while (end < text.length() && isToken68(text.charAt(end))) {
            end++;
        }
        Region token = new Region(anchor.end(), end);
        boolean basic = anchor.length() == BASIC.length();
        boolean isSecret = basic ? isPair(token.of(text)) : Characters.looksRandom(token.of(text));
        return isSecret ? token : null;
    }

    private static boolean isToken68(char c) {
        return Characters.isTokenPart(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
    }

    /** Base64 of {@code user:password}; "Basic authentication failed" is not. */
    private static boolean isPair(String token) {
        if (token.length() % 4 != 0) {
            return false;
        }
        try {
            byte[] pair = Base64.getDecoder().decode(token);
            return new String(pair, StandardCharsets.ISO_8859_1).indexOf(':') >= 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
