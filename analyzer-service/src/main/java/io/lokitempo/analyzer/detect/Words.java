package io.lokitempo.analyzer.detect;

import java.util.Locale;

/** Numbers as a person on call reads them. */
final class Words {
    private static final int MOST_OF_A_NAME = 80;

    private Words() {}

    static String percent(double share) {
        double percent = share * 100;
        return format(percent >= 10 ? "%.0f%%" : percent >= 1 ? "%.1f%%" : "%.2f%%", percent);
    }

    static String millis(double millis) {
        if (millis >= 1_000) {
            return format("%.1f s", millis / 1_000);
        }
        return format(millis >= 10 ? "%.0f ms" : "%.1f ms", millis);
    }

    static String count(double count) {
        return count >= 10 || count == Math.rint(count) ? format("%,.0f", count) : format("%.1f", count);
    }

    static String times(double factor) {
        return format(factor >= 10 ? "%.0f times" : "%.1f times", factor);
    }

    /** The operation as the subject of a sentence; the service itself where there is none. */
    static String subject(String operation) {
        return operation.isEmpty() ? "the service" : cut(operation);
    }

    /** Names come from telemetry and may be of any length. */
    static String cut(String name) {
        return name.length() <= MOST_OF_A_NAME ? name : name.substring(0, MOST_OF_A_NAME - 3) + "...";
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
