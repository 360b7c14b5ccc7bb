package io.lokitempo.mining;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.TraceId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineReadingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    ERROR ~ 2026-11-22 14:00:01.123 ERROR 7 --- [nio-1] c.s.Cart : cannot reserve
                    WARN  ~ level=warn ts=2026-11-22T14:00:01Z msg="slow flush"
                    ERROR ~ {"ts":1795335240,"severity":"ERROR","message":"card refused"}
                    WARN  ~ {"level":40,"time":1795335240,"msg":"retry"}
                    INFO  ~ 11-22 14:00:01.066  1702  2644 I Tray: opened
                    FATAL ~ [Sun Nov 22 14:00:01 2026] [crit] no space left
                    INFO  ~ 2026-11-22 14:00:01, Info   CSI  begin
                    ERROR ~ error: cannot open file
                    UNKNOWN ~ found 0 errors in the last run
                    UNKNOWN ~ an error page was shown
                    UNKNOWN ~ 결제 승인 실패
                    """)
    void level_isReadWhereLoggersWriteIt(LogLevel level, String line) {
        assertThat(LineReading.level(line)).isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "level=info trace_id=" + TRACE + " msg=paid",
                "{\"msg\":\"paid\",\"traceId\":\"" + TRACE + "\"}",
                "INFO [shop," + TRACE + ",00f067aa0ba902b7] paid",
                "INFO [" + TRACE + "-00f067aa0ba902b7] paid",
                "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01",
            })
    void traceId_isReadFromFieldsAndPairs(String line) {
        assertThat(LineReading.traceId(line)).isEqualTo(TraceId.of(TRACE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"paid", "digest 4bf92f3577b34da6a3ce929d0e0e4736", "trace_id=none", "trace_id="})
    void traceId_isNullWhereNoneIsNamed(String line) {
        assertThat(LineReading.traceId(line)).isNull();
    }
}
