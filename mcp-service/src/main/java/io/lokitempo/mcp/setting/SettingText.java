package io.lokitempo.mcp.setting;

import io.lokitempo.mcp.setting.SettingsException.Problem;
import io.lokitempo.telemetry.TimeRange;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** Reads settings from text, going on after a wrong one so that all are known at once. */
final class SettingText {
    private final Map<String, String> values;
    private final List<Problem> problems = new ArrayList<>();

    SettingText(Map<String, String> values) {
        this.values = values;
    }

    /** @throws SettingsException where a value was wrong */
    void check() {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    void problem(String key, String accepted) {
        problems.add(new Problem(key, text(key), accepted));
    }

    String text(String key) {
        String value = values.get(key);
        return value == null ? "" : value.strip();
    }

    String required(String key) {
        String text = text(key);
        if (text.isEmpty()) {
            problem(key, "must not be empty");
        }
        return text;
    }

    /** @return {@code otherwise} where the text is empty or {@code parse} refuses it, which is then a problem */
    <T> T read(String key, T otherwise, Function<String, T> parse) {
        String text = text(key);
        try {
            return text.isEmpty() ? otherwise : parse.apply(text);
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    int whole(String key, int least, int most) {
        return read(key, least, text -> {
            if (!text.matches("-?\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException("a whole number from " + least + " to " + most + " is accepted");
            }
            return Integer.parseInt(text);
        });
    }

    Duration duration(String key, Duration least, Duration most) {
        return read(key, least, text -> {
            String accepted = "a duration such as 30s or 5m is accepted, at most " + most.toMinutes() + "m";
            try {
                Duration duration = DurationStyle.SIMPLE.parse(text);
                if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                    return duration;
                }
            } catch (RuntimeException _) {
                throw new IllegalArgumentException(accepted);
            }
            throw new IllegalArgumentException(accepted);
        });
    }

    String range(String key) {
        return read(key, "1h", text -> {
            if (TimeRange.parse(text, Instant.EPOCH.plus(Duration.ofDays(365_00)), ZoneOffset.UTC)
                    instanceof TimeRange.Refused(String message)) {
                throw new IllegalArgumentException(message);
            }
            return text;
        });
    }

    long bytes(String key) {
        return read(key, 1L, text -> {
            try {
                long bytes = DataSize.parse(text.toUpperCase(Locale.ROOT)).toBytes();
                if (bytes > 0) {
                    return bytes;
                }
            } catch (IllegalArgumentException _) {
                throw new IllegalArgumentException("a size such as 500MB or 20GB is accepted");
            }
            throw new IllegalArgumentException("a size above 0 is accepted");
        });
    }

    Optional<URI> url(String key) {
        return read(key, Optional.empty(), text -> Optional.of(httpUrl(text)));
    }

    static URI httpUrl(String text) {
        String accepted = "an http:// or https:// URL with a host and without user and password is accepted";
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(accepted);
        }
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!web || url.getHost() == null || url.getUserInfo() != null || url.getQuery() != null) {
            throw new IllegalArgumentException(accepted);
        }
        return url;
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("a zone such as UTC, Asia/Seoul or +09:00 is accepted");
        }
    }

    String choice(String key, String... choices) {
        return read(key, choices[0], text -> {
            if (!List.of(choices).contains(text.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(String.join(", ", choices) + " are accepted");
            }
            return text.toLowerCase(Locale.ROOT);
        });
    }

    /** {@code true} or {@code false}; false where nothing is said. */
    boolean flag(String key) {
        return choice(key, "false", "true").equals("true");
    }

    List<String> words(String key) {
        return Arrays.stream(text(key).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** At least one label name. */
    List<String> names(String key) {
        List<String> names = words(key);
        if (names.isEmpty() || !names.stream().allMatch(name -> name.matches("[A-Za-z_][A-Za-z0-9_]*"))) {
            problem(key, "label names with commas between are accepted");
        }
        return names;
    }
}
