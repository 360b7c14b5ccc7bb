package io.lokitempo.redaction;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Patterns that an installation adds. RE2 matches in time linear in the text, whatever pattern somebody writes; what
 * was redacted already is not looked at again.
 */
record OwnPatterns(List<Own> all) {
    record Own(String mark, Pattern pattern) {}

    /** A pattern of more would be a program. */
    private static final int LONGEST = 1_000;

    private static final java.util.regex.Pattern KIND = java.util.regex.Pattern.compile("[a-z][a-z0-9-]{0,30}");

    OwnPatterns {
        all = List.copyOf(all);
    }

    /** @throws IllegalArgumentException saying which one is wrong and why */
    static OwnPatterns parse(String text) {
        List<Own> all = new ArrayList<>();
        for (String entry : text.split(";", -1)) {
            if (!entry.isBlank()) {
                all.add(own(entry.strip(), all.size() + 1));
            }
        }
        return new OwnPatterns(all);
    }

    private static Own own(String entry, int number) {
        int equals = entry.indexOf('=');
        String kind = equals < 0 ? "" : entry.substring(0, equals);
        if (!KIND.matcher(kind).matches() || entry.length() > LONGEST) {
            throw new IllegalArgumentException("pattern " + number
                    + ": kind=PATTERN is accepted, with letters, digits and dashes as kind, \\x3b for a semicolon");
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(entry.substring(equals + 1));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("pattern " + number + ": " + e.getMessage() + " (RE2)", e);
        }
        if (pattern.matcher("").find()) {
            throw new IllegalArgumentException(
                    "pattern " + number + ": one that matches no text at all is not accepted");
        }
        return new Own(Characters.MARK + kind + ']', pattern);
    }

    String apply(String text) {
        String shown = text;
        for (Own own : all) {
            shown = own.pattern().matcher(shown).find() ? replaced(own, shown) : shown;
        }
        return shown;
    }

    /** Between marks, so that doing it twice changes nothing more. */
    private static String replaced(Own own, String text) {
        StringBuilder out = new StringBuilder(text.length());
        String mark = com.google.re2j.Matcher.quoteReplacement(own.mark());
        int from = 0;
        while (from < text.length()) {
            int start = text.indexOf(Characters.MARK, from);
            int end = start < 0 ? -1 : text.indexOf(']', start);
            String before = text.substring(from, end < 0 ? text.length() : start);
            out.append(own.pattern().matcher(before).replaceAll(mark));
            if (end < 0) {
                break;
            }
            out.append(text, start, end + 1);
            from = end + 1;
        }
        return out.toString();
    }
}
