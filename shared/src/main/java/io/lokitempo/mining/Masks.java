package io.lokitempo.mining;

/** Replaces what varies in a word by a typed variable; stateless. Step towards a template, not yet one. */
final class Masks {
    private Masks() {}

    /** The word with its variable parts replaced: {@code (312)} becomes {@code (<num>)}. */
    static String mask(String word) {
        StringBuilder masked = new StringBuilder(word.length());
        int i = 0;
        while (i < word.length()) {
            char c = word.charAt(i);
            if (!Character.isLetterOrDigit(c)) {
                masked.append(c);
                i++;
                continue;
            }
            int end = i;
            boolean digit = false;
            while (end < word.length() && isPart(word, end)) {
                digit |= isDigit(word.charAt(end));
                end++;
            }
            appendRun(masked, word.substring(i, end), digit);
            i = end;
        }
        return masked.toString();
    }

    private static void appendRun(StringBuilder masked, String run, boolean digit) {
        if (!digit) {
            masked.append(run);
        } else if (run.length() == 36 && run.charAt(8) == '-' && run.charAt(13) == '-') {
            masked.append("<uuid>");
        } else if (isDottedNumber(run, 3)) {
            masked.append("<ip>");
        } else if (isHex(run)) {
            masked.append("<hex>");
        } else {
            appendDigitRuns(masked, run);
        }
    }

    private static void appendDigitRuns(StringBuilder masked, String run) {
        for (int i = 0; i < run.length(); i++) {
            if (!isDigit(run.charAt(i))) {
                masked.append(run.charAt(i));
            } else if (i == 0 || !isDigit(run.charAt(i - 1))) {
                masked.append("<num>");
            }
        }
    }

    private static boolean isPart(String word, int i) {
        char c = word.charAt(i);
        return Character.isLetterOrDigit(c)
                || ((c == '.' || c == '-') && i + 1 < word.length() && Character.isLetterOrDigit(word.charAt(i + 1)));
    }

    private static boolean isDottedNumber(String run, int dots) {
        int seen = 0;
        for (int i = 0; i < run.length(); i++) {
            char c = run.charAt(i);
            if (c == '.') {
                seen++;
            } else if (!isDigit(c)) {
                return false;
            }
        }
        return seen == dots;
    }

    private static boolean isHex(String run) {
        if (run.startsWith("0x") && run.length() > 2) {
            return true;
        }
        boolean letter = false;
        for (int i = 0; i < run.length(); i++) {
            int c = run.charAt(i) | 0x20;
            letter |= c >= 'a' && c <= 'f';
            if (!isDigit(run.charAt(i)) && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return letter && run.length() >= 8;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
