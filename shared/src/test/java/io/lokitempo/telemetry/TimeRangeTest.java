package io.lokitempo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.telemetry.TimeRange.Refused;
import io.lokitempo.telemetry.TimeRange.Resolved;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRangeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:28:10Z");
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

    @ParameterizedTest
    @CsvSource({
        // durations, back from now
        "5m,                                            2026-11-22T14:23:10Z,     2026-11-22T14:28:10Z",
        "24h,                                           2026-11-21T14:28:10Z,     2026-11-22T14:28:10Z",
        "1h30m,                                         2026-11-22T12:58:10Z,     2026-11-22T14:28:10Z",
        "1w2d,                                          2026-11-13T14:28:10Z,     2026-11-22T14:28:10Z",
        "250ms,                                         2026-11-22T14:28:09.750Z, 2026-11-22T14:28:10Z",
        "' 5m ',                                        2026-11-22T14:23:10Z,     2026-11-22T14:28:10Z",
        // since an instant
        "2026-11-22T14:00:00Z,                          2026-11-22T14:00:00Z,     2026-11-22T14:28:10Z",
        "2026-11-22T14:00Z,                             2026-11-22T14:00:00Z,     2026-11-22T14:28:10Z",
        "2026-11-22T14:00:00.123456789z,                2026-11-22T14:00:00.123456789Z, 2026-11-22T14:28:10Z",
        "2026-11-22T23:00+09:00,                        2026-11-22T14:00:00Z,     2026-11-22T14:28:10Z",
        "2026-11-22T23:00+0900,                         2026-11-22T14:00:00Z,     2026-11-22T14:28:10Z",
        "2026-11-22T23:00,                              2026-11-22T14:00:00Z,     2026-11-22T14:28:10Z",
        "2026-11-22 23:00:00,                           2026-11-22T14:00:00Z,     2026-11-22T14:28:10Z",
        "2026-11-22,                                    2026-11-21T15:00:00Z,     2026-11-22T14:28:10Z",
        // both sides
        "2026-11-22T13:00Z/2026-11-22T14:00Z,           2026-11-22T13:00:00Z,     2026-11-22T14:00:00Z",
        "2026-11-22T13:00Z/30m,                         2026-11-22T13:00:00Z,     2026-11-22T13:30:00Z",
        "now-3h/now-2h,                                 2026-11-22T11:28:10Z,     2026-11-22T12:28:10Z",
        "now-3h/now,                                    2026-11-22T11:28:10Z,     2026-11-22T14:28:10Z",
        "now-3h/1h30m,                                  2026-11-22T11:28:10Z,     2026-11-22T12:58:10Z",
        "now-1d/2026-11-22T14:00Z,                      2026-11-21T14:28:10Z,     2026-11-22T14:00:00Z",
        // epochs by their length
        "1795352400/1795356000,                         2026-11-22T13:00:00Z,     2026-11-22T14:00:00Z",
        "1795352400000/1795356000000,                   2026-11-22T13:00:00Z,     2026-11-22T14:00:00Z",
        "1795352400000000000/1795356000000000001,       2026-11-22T13:00:00Z,     2026-11-22T14:00:00.000000001Z",
        "1795352400/1h,                                 2026-11-22T13:00:00Z,     2026-11-22T14:00:00Z",
        // clock times in Seoul, where now is 23:28:10
        "23:00/23:10,                                   2026-11-22T14:00:00Z,     2026-11-22T14:10:00Z",
        "23:00:30/now,                                  2026-11-22T14:00:30Z,     2026-11-22T14:28:10Z",
        "23:30/23:40,                                   2026-11-21T14:30:00Z,     2026-11-21T14:40:00Z",
        "23:50/00:10,                                   2026-11-21T14:50:00Z,     2026-11-21T15:10:00Z",
        "2026-11-20T09:00/10:00,                        2026-11-20T00:00:00Z,     2026-11-20T01:00:00Z",
        "23:00/1h,                                      2026-11-22T14:00:00Z,     2026-11-22T15:00:00Z",
    })
    void parse_acceptedForm_isThatWindow(String text, Instant start, Instant end) {
        assertThat(TimeRange.parse(text, NOW, SEOUL))
                .isInstanceOfSatisfying(
                        Resolved.class,
                        resolved -> assertThat(resolved.window()).isEqualTo(new TimeWindow(start, end)));
    }

    @ParameterizedTest
    @CsvSource({
        "23:00/now,            23:00 is read as 2026-11-22T23:00:00+09:00 (Asia/Seoul).",
        "2026-11-22T23:00/now, 2026-11-22T23:00 is read as 2026-11-22T23:00:00+09:00 (Asia/Seoul).",
        "2026-11-22/now,       2026-11-22 is read as 2026-11-22T00:00:00+09:00 (Asia/Seoul).",
        "1795352400/now,       1795352400 is read as 2026-11-22T13:00:00Z.",
        "now-1h/2h,            'The range ends after now, 2026-11-22T14:28:10Z.'",
    })
    void parse_openText_saysHowItWasRead(String text, String assumed) {
        assertThat(TimeRange.parse(text, NOW, SEOUL))
                .isInstanceOfSatisfying(
                        Resolved.class,
                        resolved -> assertThat(resolved.assumed()).containsExactly(assumed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1h", "2026-11-22T14:00:00Z", "now-2h/now", "2026-11-22T13:00Z/30m"})
    void parse_textThatLeavesNothingOpen_assumesNothing(String text) {
        assertThat(TimeRange.parse(text, NOW, SEOUL))
                .isInstanceOfSatisfying(
                        Resolved.class,
                        resolved -> assertThat(resolved.assumed()).isEmpty());
    }

    @Test
    void parse_timeThatAClockChangeSkips_isLaterBySkipAndSaid() {
        Instant now = Instant.parse("2026-03-30T12:00:00Z");
        assertThat(TimeRange.parse("2026-03-29T02:30/1h", now, ZoneId.of("Europe/Berlin")))
                .isInstanceOfSatisfying(Resolved.class, resolved -> {
                    assertThat(resolved.window().start()).isEqualTo("2026-03-29T01:30:00Z");
                    assertThat(resolved.assumed()).first().asString().contains("2026-03-29T03:30:00+02:00");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "//",
                "1h/",
                "/1h",
                "5",
                "5 m",
                "5M",
                "m",
                "-5m",
                "5m5m",
                "1.5h",
                "now",
                "now+5m/now",
                "NOW/now",
                "5m/now",
                "today",
                "yesterday",
                "last 5m",
                "1h ago",
                "14:00",
                "25:00/26:00",
                "14:60/now",
                "9:00/now",
                "12345/now",
                "2026-13-01T00:00Z",
                "2026-11-22T25:00Z",
                "2026-02-30",
                "2026-11-22T14:00+99:00",
                "2026-11-22T14:00[UTC]",
                "20261122T140000Z",
                "2026-11-22T14:00Z/2026-11-22T14:00Z",
                "now/now-1h",
                "now/1h",
                "0s",
                "2027-01-01T00:00Z",
                "now-1h/now-30m/now",
                "9999999999999999999/now",
                "9223372036854775807/now",
                "999999999y",
                "now-999999999y/now",
                "1969-12-31T23:59Z",
                "now-1h/300y",
                "５m",
                "5м",
                "1h\u0000",
                "now-/now",
                "now-1h /now",
                "'; DROP TABLE",
                "2026-11-22T14:00:00 09:00",
                "{{.Now}}",
                "../../etc/passwd"
            })
    void parse_anythingElse_isRefusedWithReason(String text) {
        assertThat(TimeRange.parse(text, NOW, ZoneOffset.UTC))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.message()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({
        "abc,          '\"abc\" at column 1 is not understood. Accepted: a duration (5m'",
        "now-1h/abc,   '\"abc\" at column 8 is not understood.'",
        "now-2h,       'Since then is now-2h/now.'",
        "now/now-1h,   'the range ends at 2026-11-22T13:28:10Z, which is not after its start at 2026-11-22T14:28:10Z'",
        "2030-01-01Z/1h, '\"2030-01-01Z\" at column 1'",
        "2030-01-01/1h, 'the range starts at 2030-01-01T00:00:00Z, and now is 2026-11-22T14:28:10Z'",
    })
    void parse_refusal_namesPlaceAndRemedy(String text, String part) {
        assertThat(TimeRange.parse(text, NOW, ZoneOffset.UTC))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.message()).contains(part));
    }

    @Property(tries = 3_000)
    void parse_anyText_endsWithAWindowBeforeNowOrARefusal(
            @ForAll @StringLength(max = 40) @CharRange(from = ' ', to = '~') String text) {
        endsWell(text);
    }

    /** The same over the characters that the forms are made of, which get further into the reader. */
    @Property(tries = 3_000)
    void parse_almostAForm_endsWithAWindowBeforeNowOrARefusal(
            @ForAll
                    @StringLength(max = 24)
                    @Chars({'0', '1', '2', '9', '-', ':', '/', 'T', 'Z', '+', 'n', 'o', 'w', 'h', 'm', 's', 'd'})
                    String text) {
        endsWell(text);
    }

    @Property
    void parse_duration_isThatLongAndEndsNow(@ForAll @IntRange(min = 1, max = 1_000_000) int s) {
        assertThat(TimeRange.parse(s + "s", NOW, SEOUL))
                .isEqualTo(new Resolved(TimeWindow.before(NOW, Duration.ofSeconds(s)), List.of()));
    }

    private static void endsWell(String text) {
        switch (TimeRange.parse(text, NOW, SEOUL)) {
            case Resolved(TimeWindow window, var _) ->
                assertThat(window.start()).isBefore(NOW);
            case Refused(String message) -> assertThat(message).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
        }
    }
}
