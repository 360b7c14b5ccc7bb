package io.lokitempo.lab.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.lab.shop.scenario.Schedule;
import io.lokitempo.lab.shop.sim.Signal;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ShopTest {
    private static final Instant NOON = Instant.parse("2026-11-18T03:00:00Z");
    private static final TimeWindow TEN_MINUTES = new TimeWindow(NOON, NOON.plus(Duration.ofMinutes(10)));

    private static Shop shop(long seed) {
        Schedule schedule = Schedule.demo(NOON, Duration.ofMinutes(2), Duration.ofMinutes(5));
        return new Shop(seed, new ShopConfig(2, ZoneId.of("Asia/Seoul"), schedule));
    }

    @Test
    void sameSeed_sameTelemetry() {
        assertThat(shop(7).during(TEN_MINUTES)).isEqualTo(shop(7).during(TEN_MINUTES));
    }

    @Test
    void otherSeed_otherTelemetry() {
        assertThat(shop(8).during(TEN_MINUTES).lines())
                .isNotEqualTo(shop(7).during(TEN_MINUTES).lines());
    }

    @Test
    void leavingOutASignal_doesNotChangeTheOther() {
        Telemetry both = shop(7).during(TEN_MINUTES);
        Telemetry lines = shop(7).feed(NOON, EnumSet.of(Signal.LINES)).advanceTo(TEN_MINUTES.end());
        Telemetry spans = shop(7).feed(NOON, EnumSet.of(Signal.SPANS)).advanceTo(TEN_MINUTES.end());
        assertThat(lines.lines().equals(both.lines())).isTrue();
        assertThat(lines.spans()).isEmpty();
        assertThat(spans.spans().equals(both.spans())).isTrue();
        assertThat(spans.lines()).isEmpty();
    }

    @Property(tries = 12)
    void anyCut_sameTelemetry(@ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 599_999) Integer> cuts) {
        Shop shop = shop(7);
        Feed feed = shop.feed(NOON);
        List<LogLine> lines = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        List<Instant> ends = new ArrayList<>(
                cuts.stream().sorted().map(cut -> NOON.plusMillis(cut)).toList());
        ends.add(TEN_MINUTES.end());
        for (Instant end : ends) {
            Telemetry piece = feed.advanceTo(end);
            lines.addAll(piece.lines());
            spans.addAll(piece.spans());
        }
        assertThat(new Telemetry(lines, spans)).isEqualTo(shop.during(TEN_MINUTES));
    }

    @Property(tries = 8)
    void feedBegunInTheMiddle_sameTelemetryFromThere(@ForAll @IntRange(min = 1, max = 599_999) int millis) {
        Instant middle = NOON.plusMillis(millis);
        Telemetry rest = shop(7).during(new TimeWindow(middle, TEN_MINUTES.end()));
        Telemetry whole = shop(7).during(TEN_MINUTES);
        assertThat(rest.lines())
                .isEqualTo(whole.lines().stream()
                        .filter(line -> !line.time().isBefore(middle))
                        .toList());
        assertThat(rest.spans())
                .isEqualTo(whole.spans().stream()
                        .filter(span -> span.endNanos() >= new TimeWindow(middle, TEN_MINUTES.end()).startNanos())
                        .toList());
    }
}
