package io.lokitempo.mcp.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.Gap;
import io.lokitempo.finding.SourceId.Kind;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalyzedTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final TimeWindow HOUR = TimeWindow.before(NOON.plusSeconds(30), Duration.ofHours(1));

    @Test
    void window_readWhole_isCutToWholeMinutes() {
        assertThat(of(List.of(minutes(-60, 0)), List.of())).hasValueSatisfying(analyzed -> {
            assertThat(analyzed.window()).isEqualTo(minutes(-59, 0));
            assertThat(analyzed.through()).isEqualTo(NOON);
            assertThat(analyzed.marks()).containsExactly("no gaps");
        });
    }

    @Test
    void window_readFromItsEndOnly_isLeftToLiveQueries() {
        assertThat(of(List.of(minutes(-60, -50), minutes(-10, 0)), List.of())).isEmpty();
    }

    @Test
    void window_begunBeforeAnythingWasAnalyzed_saysSo() {
        assertThat(of(List.of(minutes(-20, 0)), List.of())).hasValueSatisfying(analyzed -> {
            assertThat(analyzed.window()).isEqualTo(minutes(-20, 0));
            assertThat(analyzed.marks()).contains("nothing analyzed before 2026-11-22T11:40:00Z");
        });
    }

    @Test
    void gaps_countAsDealtWithAndAreShown() {
        Gap gap = new Gap(minutes(-30, -10), "Loki refused");
        assertThat(of(List.of(minutes(-60, -30), minutes(-10, 0)), List.of(gap)))
                .hasValueSatisfying(analyzed -> assertThat(analyzed.marks())
                        .containsExactly("gap 2026-11-22T11:30:00Z/2026-11-22T11:50:00Z: Loki refused"));
    }

    @Test
    void window_thatEndsLongAfterTheAnalysis_isLeftToLiveQueries() {
        assertThat(of(List.of(minutes(-60, -20)), List.of())).isEmpty();
    }

    private static TimeWindow minutes(int from, int to) {
        return new TimeWindow(NOON.plusSeconds(60L * from), NOON.plusSeconds(60L * to));
    }

    private static java.util.Optional<Analyzed> of(List<TimeWindow> read, List<Gap> gaps) {
        Coverage.Source source =
                new Coverage.Source(Kind.LOGS, "cart", read.getLast().end(), Duration.ofSeconds(20), NOON, read, gaps);
        return Analyzed.of(new Coverage(List.of(source)), Kind.LOGS, "cart", HOUR);
    }
}
