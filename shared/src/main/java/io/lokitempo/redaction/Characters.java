package io.lokitempo.redaction;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What secrets are made of. All of it is ASCII: a secret that is not cannot be told from prose. */
final class Characters {
    private static final Set<String> WORDS_FOR_NOTHING =
            Set.of("null", "nil", "none", "undefined", "true", "false", "empty", "missing", "invalid", "required");

    private static final Pattern OBJECT = Pattern.compile("[A-Za-z_$.]++(?:[{(\\[]|@[0-9a-f]{1,8}$)");
    /** How what replaces a secret begins: a value that holds it was redacted before. */
    static final String MARK = "[redacted:";

    private static final int LONGEST_MARK = 64;
    private static final int LONGEST_WRITTEN = 256;

    private Characters() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isLetter(char c) {
        return isLower(c) || isUpper(c);
    }

    static boolean isAlphanumeric(char c) {
        return isLetter(c) || isDigit(c);
    }

    /** Letters, digits, underscore, hyphen: words of base64url and of most token formats. */
    static boolean isTokenPart(char c) {
        return isAlphanumeric(c) || c == '_' || c == '-';
    }

    static boolean isTokenPartAt(String text, int index) {
        return index >= 0 && index < text.length() && isTokenPart(text.charAt(index));
    }

    /** The end of the run of token characters that begins at {@code start}. */
    static int tokenEnd(String text, int start) {
        int end = start;
        while (isTokenPartAt(text, end)) {
            end++;
        }
        return end;
    }

    /**
     * Whether a value looks drawn by lot rather than written: eight characters or more, among them a digit or a capital
     * that does not begin it; or longer than anybody writes. What Java prints of an object ({@code Token{1f3a}},
     * {@code Binder@e41dbbc}) is none.
     */
    static boolean looksRandom(String value) {
        if (value.length() > LONGEST_WRITTEN) {
            return true;
        }
        if (value.length() < 8 || OBJECT.matcher(value).lookingAt()) {
            return false;
        }
        boolean lower = value.chars().anyMatch(c -> isLower((char) c));
        boolean inner = value.chars().skip(1).anyMatch(c -> isUpper((char) c));
        return hasDigit(value) || (lower && inner);
    }

    static boolean hasDigit(String value) {
        return value.chars().anyMatch(c -> isDigit((char) c));
    }

    /** Whether a value says that there is none, or was masked by somebody else, or names where the secret comes from. */
    static boolean isPlaceholder(String value) {
        boolean isMask =
                value.length() > 2 && value.chars().allMatch(c -> c == '*' || c == 'x' || c == 'X' || c == '.');
        return value.isEmpty()
                || isMask
                || value.contains(MARK)
                || WORDS_FOR_NOTHING.contains(value.toLowerCase(Locale.ROOT))
                || isMarked(value);
    }

    private static boolean isMarked(String value) {
        return value.length() <= LONGEST_MARK
                && (value.startsWith("${") || value.startsWith("{{") || (value.startsWith("<") && value.endsWith(">")));
    }
}
