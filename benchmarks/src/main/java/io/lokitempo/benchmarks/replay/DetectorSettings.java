package io.lokitempo.benchmarks.replay;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.detect.FalseAlarmBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.convert.DurationStyle;

/** Settings of detection that can be tried on the past, by name; those not given are what the analyzer takes. */
record DetectorSettings(Map<Knob, String> given) {
    /** What can be changed. */
    enum Knob {
        FALSE_ALARMS_PER_WEEK("0.2", "false alarms allowed a service and week, above 0"),
        ALERT_HORIZON("15m", "how far behind its source's newest window a window may still raise an anomaly");

        private final String preset;
        private final String meaning;

        Knob(String preset, String meaning) {
            this.preset = preset;
            this.meaning = meaning;
        }

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    DetectorSettings {
        given = Map.copyOf(given);
    }

    /** @param text {@code name=value,name=value}; empty for none */
    static DetectorSettings parse(String text) {
        Map<Knob, String> given = new EnumMap<>(Knob.class);
        for (String one : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] parts = one.split("=", 2);
            Knob knob = Arrays.stream(Knob.values())
                    .filter(known -> known.label().equals(parts[0].strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no setting is named " + parts[0].strip() + "; there are " + names()));
            if (parts.length < 2 || parts[1].isBlank()) {
                throw new IllegalArgumentException(knob.label() + " has no value: " + knob.meaning);
            }
            given.put(knob, parts[1].strip());
        }
        DetectorSettings settings = new DetectorSettings(given);
        settings.detection();
        return settings;
    }

    /** A line each, for a usage text. */
    static List<String> described() {
        List<String> lines = new ArrayList<>();
        for (Knob knob : Knob.values()) {
            lines.add("%-24s %s, preset %s".formatted(knob.label(), knob.meaning, knob.preset));
        }
        return lines;
    }

    Detection detection() {
        return new Detection(
                new FalseAlarmBudget(falseAlarms(value(Knob.FALSE_ALARMS_PER_WEEK))),
                duration(value(Knob.ALERT_HORIZON)));
    }

    @Override
    public String toString() {
        return Arrays.stream(Knob.values())
                .map(knob -> knob.label() + "=" + value(knob))
                .collect(Collectors.joining(", "));
    }

    private String value(Knob knob) {
        return given.getOrDefault(knob, knob.preset);
    }

    private static String names() {
        return Arrays.stream(Knob.values()).map(Knob::label).collect(Collectors.joining(", "));
    }

    private static double falseAlarms(String text) {
        double perWeek;
        try {
            perWeek = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            perWeek = Double.NaN;
        }
        if (!(perWeek > 0) || Double.isInfinite(perWeek)) {
            throw new IllegalArgumentException(
                    Knob.FALSE_ALARMS_PER_WEEK.label() + "=" + text + ": a number above 0 is accepted");
        }
        return perWeek;
    }

    private static Duration duration(String text) {
        Duration horizon;
        try {
            horizon = DurationStyle.SIMPLE.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Knob.ALERT_HORIZON.label() + "=" + text + ": 1m to 24h are accepted", e);
        }
        if (horizon.compareTo(Duration.ofMinutes(1)) < 0 || horizon.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(Knob.ALERT_HORIZON.label() + "=" + text + ": 1m to 24h are accepted");
        }
        return horizon;
    }
}
