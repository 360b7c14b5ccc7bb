package io.lokitempo.analyzer.detect;

import static io.lokitempo.analyzer.detect.Timeline.CHECKOUT;
import static io.lokitempo.analyzer.detect.Timeline.TRACE;
import static io.lokitempo.analyzer.detect.Timeline.daily;
import static io.lokitempo.analyzer.detect.Timeline.error;
import static io.lokitempo.analyzer.detect.Timeline.info;
import static io.lokitempo.analyzer.detect.Timeline.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.ChangeKind;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.MuteRules;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.State;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.ServiceName;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DetectionTest {
    private static final int ONSET = 30;

    private final Timeline timeline = new Timeline(42);

    /** What happens from ONSET on, after a quiet half hour. */
    enum Scenario {
        ERRORS(AnomalyKind.ERROR_RATE, "POST /pay") {
            @Override
            void after(Timeline t, int m) {
                t.requests(m, t.operation("GET /", 300, .002, 1), t.operation("POST /pay", 60, .3, 1));
            }
        },
        SLOW(AnomalyKind.LATENCY, "POST /pay") {
            @Override
            void after(Timeline t, int m) {
                t.requests(m, t.operation("GET /", 300, .002, 1), t.operation("POST /pay", 60, .002, 3));
            }
        },
        FLOOD_OF_REQUESTS(AnomalyKind.TRAFFIC_RISE, "") {
            @Override
            void after(Timeline t, int m) {
                t.requests(m, t.operation("GET /", 1_200, .002, 1), t.operation("POST /pay", 60, .002, 1));
            }
        },
        FEWER_REQUESTS(AnomalyKind.TRAFFIC_DROP, "") {
            @Override
            void after(Timeline t, int m) {
                t.requests(m, t.operation("GET /", 60, .002, 1), t.operation("POST /pay", 12, .002, 1));
            }
        },
        ONE_OPERATION_LESS(AnomalyKind.TRAFFIC_DROP, "POST /pay") {
            @Override
            void after(Timeline t, int m) {
                t.requests(m, t.operation("GET /", 300, .002, 1));
            }
        },
        NO_REQUESTS(AnomalyKind.SILENCE, "") {
            @Override
            void after(Timeline t, int m) {
                t.requests(m);
            }
        },
        NO_LINES(AnomalyKind.SILENCE, "") {
            @Override
            void after(Timeline t, int m) {
                t.lines(m);
            }
        },
        FLOOD_OF_LINES(AnomalyKind.LOG_FLOOD, "") {
            @Override
            void after(Timeline t, int m) {
                t.lines(m, t.info(900), error("pat-known", 2));
            }
        },
        MORE_OF_A_PATTERN(AnomalyKind.PATTERN_RISE, "pat-known") {
            @Override
            void after(Timeline t, int m) {
                t.lines(m, t.info(100), error("pat-known", 40));
            }
        },
        NEW_ERROR(AnomalyKind.NEW_PATTERN, "pat-new") {
            @Override
            void after(Timeline t, int m) {
                t.lines(m, t.info(100), error("pat-known", 2), error("pat-new", 1));
            }
        };

        private final AnomalyKind kind;
        private final String subject;

        Scenario(AnomalyKind kind, String subject) {
            this.kind = kind;
            this.subject = subject;
        }

        abstract void after(Timeline timeline, int minute);
    }

    private void quiet(int minute) {
        timeline.requests(
                minute, timeline.operation("GET /", 300, .002, 1), timeline.operation("POST /pay", 60, .002, 1));
        timeline.lines(minute, timeline.info(100), error("pat-known", 1 + minute % 3));
    }

    private static void minutes(int from, int to, IntConsumer told) {
        for (int minute = from; minute < to; minute++) {
            told.accept(minute);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onset_isFoundWithinTwoWindows_andEndsAfterFiveAsUsual(Scenario scenario) {
        minutes(0, ONSET, this::quiet);
        assertThat(timeline.told).isEmpty();
        minutes(ONSET, ONSET + 2, m -> scenario.after(timeline, m));
        assertThat(timeline.told).isNotEmpty().allSatisfy(anomaly -> {
            assertThat(anomaly.kind()).isEqualTo(scenario.kind);
            assertThat(anomaly.patternId() == null ? anomaly.operation() : anomaly.patternId())
                    .isEqualTo(scenario.subject);
            assertThat(anomaly.onset()).isEqualTo(minute(ONSET).start());
            assertThat(anomaly.state()).isEqualTo(State.OPEN);
            assertThat(anomaly.score()).isGreaterThan(1.3);
            assertThat(anomaly.evidence().windows()).isNotEmpty();
        });
        minutes(ONSET + 2, ONSET + 10, m -> scenario.after(timeline, m));
        minutes(ONSET + 10, ONSET + 30, this::quiet);
        assertThat(timeline.told)
                .extracting(Anomaly::id)
                .containsOnly(timeline.told.getFirst().id());
        assertThat(timeline.told).hasSizeLessThanOrEqualTo(5);
        assertThat(timeline.told).extracting(Anomaly::revision).isSorted().doesNotHaveDuplicates();
        Anomaly last = timeline.told.getLast();
        assertThat(last.state()).isEqualTo(State.RESOLVED);
        assertThat(last.lastSeen()).isEqualTo(minute(ONSET + 9).end());
        assertThat(last.resolvedAt()).isEqualTo(minute(ONSET + 14).end());
    }

    @Test
    void tailAlone_isFoundByThe99thPercentile() {
        minutes(0, ONSET, m -> timeline.requests(m, timeline.operation("GET /", 1_000, 0, 1)));
        minutes(
                ONSET,
                ONSET + 2,
                m -> timeline.requests(
                        m, timeline.operation("GET /", 970, 0, 1), timeline.operation("GET /", 30, 0, 8)));
        assertThat(timeline.told).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.measure()).isEqualTo("p99 ms");
            assertThat(anomaly.observed()).isGreaterThan(anomaly.expected().high());
            assertThat(anomaly.evidence().traces()).containsExactly(TRACE);
        });
    }

    @Test
    void serviceWithoutSpans_isSeenByItsCallers() {
        minutes(0, ONSET, m -> timeline.calls(m, calls(100, 20)));
        minutes(ONSET, ONSET + 2, m -> timeline.calls(m, calls(100, 400)));
        assertThat(timeline.told).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.kind()).isEqualTo(AnomalyKind.LATENCY);
            assertThat(anomaly.severity()).isEqualTo(Severity.CRITICAL);
        });
    }

    private static CallStats calls(int count, long millis) {
        long[] nanos = new long[count];
        Arrays.setAll(nanos, i -> millis * 1_000_000 + i * 1_000L);
        return new CallStats(new ServiceName("web"), CHECKOUT, count, 0, LatencySketch.of(nanos));
    }

    @Test
    void dayWithItsSlope_isQuiet() {
        minutes(0, 1_440, m -> {
            double load = daily(m);
            timeline.requests(
                    m,
                    timeline.operation("GET /", 300 * load, .005, 1),
                    timeline.operation("POST /pay", 20 * load, .005, 1));
            timeline.lines(m, timeline.info(400 * load), error("pat-known", timeline.poisson(3 * load)));
        });
        assertThat(timeline.told).isEmpty();
    }

    @Test
    void firstTenWindows_areLearnt() {
        minutes(0, 10, m -> timeline.lines(m, timeline.info(5), error("pat-" + m, 100L * m)));
        assertThat(timeline.told).isEmpty();
    }

    @Test
    void errorPattern_isNoNews_whereNewOnesComeAllTheTime() {
        minutes(0, 300, m -> timeline.lines(m, timeline.info(50), error("pat-" + m, 1)));
        assertThat(timeline.told).extracting(Anomaly::patternId).containsOnly("pat-10");
    }

    @Test
    void history_isLearntAndNeverTold() {
        minutes(100, 120, this::quiet);
        minutes(0, 40, m -> timeline.lines(m, timeline.info(100), error("pat-old", 50)));
        assertThat(timeline.told).isEmpty();
        minutes(120, 125, m -> timeline.lines(m, timeline.info(100), error("pat-known", 2), error("pat-old", 1)));
        assertThat(timeline.told).isEmpty();
    }

    @Test
    void lateLine_ofANewErrorIsTold_withinTheHorizonOnly() {
        minutes(0, ONSET, this::quiet);
        timeline.lines(5, 1, timeline.info(100), error("pat-far-too-late", 3));
        assertThat(timeline.told).isEmpty();
        timeline.lines(ONSET - 3, 1, timeline.info(100), error("pat-late", 3));
        assertThat(timeline.told)
                .singleElement()
                .satisfies(anomaly -> assertThat(anomaly.patternId()).isEqualTo("pat-late"));
    }

    @Test
    void lastingChange_becomesTheUsual() {
        minutes(0, ONSET, m -> timeline.lines(m, timeline.info(100)));
        minutes(ONSET, ONSET + 200, m -> timeline.lines(m, timeline.info(1_000)));
        assertThat(timeline.told.getLast().state()).isEqualTo(State.RESOLVED);
        assertThat(Duration.between(
                        timeline.told.getFirst().onset(),
                        timeline.told.getLast().lastSeen()))
                .isBetween(Duration.ofHours(2), Duration.ofHours(2).plusMinutes(2));
        assertThat(timeline.told).hasSizeLessThan(15);
    }

    @Test
    void unreadWindows_areNotSilence() {
        minutes(0, ONSET, m -> timeline.requests(m, timeline.operation("GET /", 300, 0, 1)));
        minutes(ONSET + 60, ONSET + 70, m -> timeline.requests(m, timeline.operation("GET /", 300, 0, 1)));
        assertThat(timeline.told).isEmpty();
    }

    @Test
    void newVersion_isAChange_theFirstIsNot() {
        minutes(0, 20, m -> timeline.requests(m, timeline.operation("GET /", "1.0", 300, 0, 1)));
        minutes(20, 25, m -> timeline.requests(m, timeline.operation("GET /", "1.1", 300, 0, 1)));
        assertThat(timeline.changes).extracting(Change::text).containsExactly("version 1.1 first seen");
        assertThat(timeline.changes.getFirst().at()).isEqualTo(minute(20).start());
    }

    @Test
    void sameWindows_giveTheSameAnomalies() {
        Timeline again = new Timeline(42);
        for (Timeline one : List.of(timeline, again)) {
            minutes(0, 60, m -> one.requests(m, one.operation("GET /", 300, m < ONSET ? .002 : .2, 1)));
        }
        assertThat(again.told).isNotEmpty().isEqualTo(timeline.told);
    }

    @Test
    void mutedKind_isKeptAndSaysSo_andIsToldWhenItIsMutedNoMore() {
        timeline.muting = MuteRules.parse("checkout:LOG_FLOOD");
        minutes(0, ONSET, this::quiet);
        minutes(ONSET, ONSET + 2, m -> Scenario.FLOOD_OF_LINES.after(timeline, m));
        assertThat(timeline.told)
                .singleElement()
                .satisfies(anomaly -> assertThat(anomaly.muted()).isTrue());
        timeline.muting = MuteRules.parse("web:*");
        minutes(ONSET + 2, ONSET + 3, m -> Scenario.FLOOD_OF_LINES.after(timeline, m));
        assertThat(timeline.told).hasSize(2);
        assertThat(timeline.told.getLast().muted()).isFalse();
        assertThat(timeline.told.getLast().id())
                .isEqualTo(timeline.told.getFirst().id());
    }

    @Test
    void linesThatComeNoMore_areTold_untilTheyComeAgain() {
        minutes(0, ONSET, m -> timeline.lines(m, timeline.info(100), info("pat-placed", 40)));
        minutes(ONSET, ONSET + 4, m -> timeline.lines(m, timeline.info(100)));
        assertThat(timeline.told).isEmpty();
        minutes(ONSET + 4, ONSET + 10, m -> timeline.lines(m, timeline.info(100)));
        assertThat(timeline.told.getFirst()).satisfies(anomaly -> {
            assertThat(anomaly.kind()).isEqualTo(AnomalyKind.PATTERN_GONE);
            assertThat(anomaly.patternId()).isEqualTo("pat-placed");
            assertThat(anomaly.onset()).isEqualTo(minute(ONSET).start());
            assertThat(anomaly.severity()).isEqualTo(Severity.WARNING);
        });
        minutes(ONSET + 10, ONSET + 20, m -> timeline.lines(m, timeline.info(100), info("pat-placed", 40)));
        assertThat(timeline.told.getLast().state()).isEqualTo(State.RESOLVED);
    }

    @Test
    void errorThatComesNoMore_andLinesMissingInALull_areNoTrouble() {
        minutes(0, ONSET, m -> timeline.lines(m, timeline.info(100), error("pat-known", 20), info("pat-placed", 2)));
        minutes(ONSET, ONSET + 30, m -> timeline.lines(m, timeline.info(15)));
        assertThat(timeline.told).isEmpty();
    }

    @Test
    void processThatStartsOverAndOver_isALoop() {
        minutes(0, 300, m -> timeline.lines(m, timeline.info(100)));
        timeline.born("pat-start", "Started CheckoutApplication in <num> seconds", LogLevel.INFO);
        for (int minute : new int[] {300, 302, 305, 309}) {
            timeline.lines(minute, timeline.info(100), info("pat-start", 1));
            minutes(minute + 1, minute + 2, m -> timeline.lines(m, timeline.info(100)));
        }
        assertThat(timeline.told.getFirst()).satisfies(anomaly -> {
            assertThat(anomaly.kind()).isEqualTo(AnomalyKind.RESTART_LOOP);
            assertThat(anomaly.onset()).isEqualTo(minute(300).start());
            assertThat(anomaly.lastSeen()).isEqualTo(minute(305).end());
        });
        assertThat(timeline.changes).extracting(Change::kind).containsOnly(ChangeKind.RESTART);
        minutes(312, 330, m -> timeline.lines(m, timeline.info(100)));
        assertThat(timeline.told.getLast().state()).isEqualTo(State.RESOLVED);
    }

    @Test
    void rollingRestart_isOneDeployment_andNoLoop() {
        minutes(0, 300, m -> timeline.lines(m, timeline.info(100)));
        timeline.born("pat-start", "server listening at <url>", LogLevel.INFO);
        timeline.born("pat-stop", "SIGTERM received, draining connections", LogLevel.INFO);
        minutes(300, 304, m -> timeline.lines(m, timeline.info(100), info("pat-stop", 1), info("pat-start", 1)));
        minutes(304, 320, m -> timeline.lines(m, timeline.info(100)));
        assertThat(timeline.told).isEmpty();
        assertThat(timeline.changes).extracting(Change::kind).containsExactly(ChangeKind.DEPLOYMENT);
    }

    @Test
    void burstThatIsOver_isNotToldAgain_aFloodIs() {
        minutes(0, 300, m -> timeline.lines(m, timeline.info(m % 60 == 35 ? 500 : 100)));
        assertThat(timeline.told.stream().map(Anomaly::id).distinct()).hasSizeLessThanOrEqualTo(1);
        timeline.told.clear();
        minutes(300, 420, m -> timeline.lines(m, timeline.info(m % 60 == 50 ? 500 : 100)));
        assertThat(timeline.told).isEmpty();
        minutes(420, 425, m -> timeline.lines(m, timeline.info(3_000)));
        assertThat(timeline.told.getFirst().kind()).isEqualTo(AnomalyKind.LOG_FLOOD);
    }

    @Test
    void nightlyJob_isTakenForUsualAfterTwoNights() {
        minutes(0, 4 * 1_440, m -> timeline.lines(m, timeline.info(m % 1_440 >= 130 && m % 1_440 < 140 ? 1_000 : 100)));
        assertThat(timeline.told)
                .isNotEmpty()
                .extracting(Anomaly::onset)
                .allSatisfy(
                        onset -> assertThat(onset).isBefore(minute(2 * 1_440).start()));
    }
}
