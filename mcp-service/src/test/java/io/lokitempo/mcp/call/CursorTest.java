package io.lokitempo.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lokitempo.mcp.answer.Call;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final Call CALL = Call.of("query_logs").with("query", "{}").with("time_range", "1h");
    private static final TimeWindow WINDOW =
            new TimeWindow(Instant.parse("2026-11-22T14:00:00.123456789Z"), Instant.parse("2026-11-22T15:00:00Z"));

    @Test
    void parse_whatWasWritten_isTheSame() {
        Cursor cursor = Cursor.of(CALL, WINDOW, Long.MAX_VALUE, 7);

        assertThat(Cursor.parse(cursor.toString(), CALL.with("cursor", cursor.toString())))
                .isEqualTo(cursor);
        assertThat(cursor.toString()).hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void parse_otherBudgetOrRange_isStillThisCall() {
        String text = Cursor.of(CALL, WINDOW, 1, 0).toString();

        assertThat(Cursor.parse(text, CALL.with("max_tokens", 4_000).with("time_range", ""))
                        .window())
                .isEqualTo(WINDOW);
    }

    @Test
    void parse_cursorOfAnotherQuery_isRefused() {
        String text = Cursor.of(CALL, WINDOW, 1, 0).toString();

        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.parse(text, CALL.with("query", "{app=\"x\"}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!!", "AAAA", "ARjqUg2HL43nGOpVU7foLecY6lSyPxfMAAAAAAFyI4n6AAAA"})
    void parse_anythingElse_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.parse(text, CALL));
    }
}
