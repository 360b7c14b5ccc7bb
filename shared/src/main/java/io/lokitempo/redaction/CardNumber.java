package io.lokitempo.redaction;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of payment cards: an issuer's range and length, digits together or in the groups that are embossed, and a right
 * check digit. One in fifty random ids of 16 digits passes all of that.
 *
 * @see <a href="https://www.iso.org/standard/70484.html">ISO/IEC 7812-1</a>, annex B for the check digit
 */
record CardNumber() implements Rule {
    private static final int SHORTEST = 14;
    private static final int LONGEST = 23;

    private static final Pattern GROUPS = Pattern.compile(
            "\\d{14,19}|\\d{4}([ -])\\d{4}\\1\\d{4}\\1\\d{4}(?:\\1\\d{3}(?!\\d))?|\\d{4}([ -])\\d{6}\\2\\d{4,5}");

    /** Visa; Mastercard; American Express; Discover; JCB; Diners Club; UnionPay. */
    private static final Pattern ISSUERS = Pattern.compile("4(?:\\d{15}|\\d{18})"
            + "|(?:5[1-5]\\d\\d|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d{12}"
            + "|3[47]\\d{13}"
            + "|(?:6011|64[4-9]\\d|65\\d\\d)\\d{12}"
            + "|35(?:2[89]|[3-8]\\d)\\d{12}"
            + "|3(?:0[0-5]|[68]\\d)\\d{11}"
            + "|62\\d{14,17}");

    @Override
    public String kind() {
        return "card";
    }

    @Override
    public List<String> anchors() {
        return List.of("2", "3", "4", "5", "6");
    }

    @Override
    public @Nullable Region secret(String text, int from, Region anchor) {
        int start = anchor.start();
        if (!startsDigits(text, start) || isJoined(text, start - 1, -1)) {
            return null;
        }
        Matcher groups = GROUPS.matcher(text)
                .region(start, Math.min(text.length(), start + LONGEST))
                .useTransparentBounds(true);
        if (!groups.lookingAt() || isJoined(text, groups.end(), 1)) {
            return null;
        }
        String digits = groups.group().replace(" ", "").replace("-", "");
        return ISSUERS.matcher(digits).matches() && isChecked(digits) ? new Region(start, groups.end()) : null;
    }

    /** Four digits and room for the others: all that most numbers in a line need to be told from a card's. */
    private static boolean startsDigits(String text, int start) {
        return start + SHORTEST <= text.length()
                && Characters.isDigit(text.charAt(start + 1))
                && Characters.isDigit(text.charAt(start + 2))
                && Characters.isDigit(text.charAt(start + 3));
    }

    /** Whether the number is only a part of a word there: of an id, a decimal, a hexadecimal number. */
    private static boolean isJoined(String text, int index, int step) {
        if (!isWithin(text, index)) {
            return false;
        }
        char next = text.charAt(index);
        return Characters.isAlphanumeric(next)
                || next == '_'
                || ((next == '-' || next == '.')
                        && isWithin(text, index + step)
                        && Characters.isAlphanumeric(text.charAt(index + step)));
    }

    private static boolean isWithin(String text, int index) {
        return index >= 0 && index < text.length();
    }

    /** Luhn's check digit. */
    private static boolean isChecked(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : 2 * digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }
}
