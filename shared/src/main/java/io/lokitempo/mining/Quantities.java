package io.lokitempo.mining;

import java.util.OptionalDouble;

/** Reads numbers with and without unit: durations as milliseconds, sizes as bytes, the rest as they are. */
final class Quantities {
    private Quantities() {}

    static OptionalDouble parse(String text) {
        int end = 0;
        while (end < text.length() && "+-.0123456789".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        double factor = factor(text.substring(end).strip());
        if (end == 0 || factor == 0) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text.substring(0, end)) * factor);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** What one of the unit is; 0 for what is no unit, so that it is no number either. */
    private static double factor(String unit) {
        return switch (unit) {
            case "", "%", "ms", "msec", "B", "b", "bytes", "Bytes" -> 1;
            case "ns" -> 1e-6;
            case "us", "usec", "\u00b5s", "\u03bcs" -> 1e-3;
            case "s", "sec", "secs" -> 1e3;
            case "m", "min", "mins" -> 60e3;
            case "h", "hr", "hrs" -> 3_600e3;
            case "d" -> 86_400e3;
            case "kB", "KB" -> 1e3;
            case "MB" -> 1e6;
            case "GB" -> 1e9;
            case "TB" -> 1e12;
            case "K", "KiB", "Ki" -> 1L << 10;
            case "M", "MiB", "Mi" -> 1L << 20;
            case "G", "GiB", "Gi" -> 1L << 30;
            case "T", "TiB", "Ti" -> 1L << 40;
            default -> 0;
        };
    }
}
