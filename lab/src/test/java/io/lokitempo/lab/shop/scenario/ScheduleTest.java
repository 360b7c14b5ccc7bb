package io.lokitempo.lab.shop.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.lab.shop.plan.ShopPlan;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant ORIGIN = Instant.parse("2026-11-22T09:00:30.250Z");
    private static final Duration EVERY = Duration.ofMinutes(20);

    private static TimeWindow from(Instant start, Duration length) {
        return new TimeWindow(start, start.plus(length));
    }

    @Test
    void demo_startsAfterFourMinutesAndGoesThroughEveryAlarmingKind() {
        Schedule demo = Schedule.demo(ORIGIN, Duration.ofMinutes(4), EVERY);
        List<Scenario> hours = demo.during(from(ORIGIN, Duration.ofHours(3)));
        assertThat(hours.getFirst().onset()).isEqualTo(ORIGIN.plus(Duration.ofMinutes(4)));
        assertThat(hours.getFirst().window().length()).isEqualTo(Duration.ofMinutes(6));
        assertThat(hours).extracting(Scenario::kind).doesNotHaveDuplicates();
        assertThat(EnumSet.copyOf(hours.stream().map(Scenario::kind).toList()))
                .isEqualTo(Arrays.stream(ScenarioKind.values())
                        .filter(kind -> !kind.isQuiet())
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(ScenarioKind.class))));
    }

    @Test
    void demo_isQuietBeforeBetweenAndAtTheEnd() {
        Schedule demo = Schedule.demo(ORIGIN, Duration.ofMinutes(4), EVERY);
        Instant onset = ORIGIN.plus(Duration.ofMinutes(4));
        assertThat(demo.at(Nanos.of(onset) - 1)).isEmpty();
        assertThat(demo.at(Nanos.of(onset))).isPresent();
        assertThat(demo.at(Nanos.of(onset.plus(Duration.ofMinutes(6))) - 1)).isPresent();
        assertThat(demo.at(Nanos.of(onset.plus(Duration.ofMinutes(6))))).isEmpty();
        assertThat(demo.during(TimeWindow.before(onset, Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void drawn_dependsOnItsSeedAloneAndFitsTheShop() {
        Schedule drawn = Schedule.drawn(5, ORIGIN, Duration.ofHours(2));
        List<Scenario> month = drawn.during(from(ORIGIN, Duration.ofDays(30)));
        assertThat(month).hasSizeBetween(359, 361);
        assertThat(month)
                .isEqualTo(Schedule.drawn(5, ORIGIN, Duration.ofHours(2)).during(from(ORIGIN, Duration.ofDays(30))));
        assertThat(month)
                .isNotEqualTo(Schedule.drawn(6, ORIGIN, Duration.ofHours(2)).during(from(ORIGIN, Duration.ofDays(30))));
        assertThat(EnumSet.copyOf(month.stream().map(Scenario::kind).toList()))
                .isEqualTo(EnumSet.allOf(ScenarioKind.class));
        assertThat(month).allSatisfy(scenario -> {
            GroundTruth truth = GroundTruth.of("begin", scenario, ShopPlan.shop());
            assertThat(truth.expected().isEmpty()).isEqualTo(scenario.kind().isQuiet());
            assertThat(drawn.at(Nanos.of(scenario.onset()))).contains(scenario);
        });
    }

    @Test
    void truth_namesTheTellingLineWhereThereIsOne() {
        TimeWindow window = from(ORIGIN, Duration.ofMinutes(6));
        GroundTruth bad = GroundTruth.of(
                "begin", Deck.demonstrated("sc-1", ScenarioKind.BAD_DEPLOYMENT, window), ShopPlan.shop());
        assertThat(bad.template()).isEqualTo("PG 인증서 만료로 결제 승인 실패: 주문 <*>, 가맹점 <*>");
        assertThat(bad.affected()).containsExactly("checkout", "web", "mobile-bff", "gateway", "pay-db", "kcp-pg");
        GroundTruth slow = GroundTruth.of(
                "begin", Deck.demonstrated("sc-2", ScenarioKind.SLOW_DEPENDENCY, window), ShopPlan.shop());
        assertThat(slow.template()).isEmpty();
        assertThat(slow.affected()).containsExactly("payment", "checkout", "web", "mobile-bff", "gateway");
    }
}
