package io.lokitempo.telemetry;

import java.util.Locale;

final class Hex {
    private Hex() {}

    static boolean isLowerHex(String text) {
        for (int i = 0; i < text.length(); i++) { // a stream here costs more than the rest of a span
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    static String padded(String text, int digits, String what) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || lower.length() > digits || !isLowerHex(lower)) {
            throw new IllegalArgumentException(
                    what + " \"" + shown(text) + "\": 1 to " + digits + " hexadecimal digits are accepted");
        }
        return "0".repeat(digits - lower.length()) + lower;
    }

    static String shown(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }
}
