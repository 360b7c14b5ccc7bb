package io.lokitempo.analyzer.detect;

import static io.lokitempo.analyzer.detect.Timeline.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.Anomaly;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is only chance must stay within the budget: 0.2 a service and week. */
class QuietSeriesTest {
    private static final int SERVICES = 200;
    private static final int DAY = 1_440;
    private static final double BUDGET = 0.2 / 7 * SERVICES;

    @Test
    void poissonDays_ofTwoHundredServices_stayWithinTheBudget() {
        List<Anomaly> alarms = new ArrayList<>();
        for (int service = 0; service < SERVICES; service++) {
            Timeline timeline = new Timeline(1_000 + service);
            double rate = Math.pow(10, -1 + 4.0 * service / SERVICES);
            for (int minute = 0; minute < DAY; minute++) {
                int errors = timeline.poisson(rate / 50);
                timeline.lines(minute, timeline.info(rate), error("pat-known", minute == 0 ? errors + 1 : errors));
            }
            timeline.told.stream().filter(a -> a.revision() == 0).forEach(alarms::add);
        }
        assertThat(alarms).extracting(Anomaly::reason).hasSizeLessThanOrEqualTo((int) BUDGET);
    }

    @Test
    void requestsOfTwentyServices_withAllTheirMeasures_stayWithinTheBudget() {
        List<Anomaly> alarms = new ArrayList<>();
        for (int service = 0; service < 20; service++) {
            Timeline timeline = new Timeline(5_000 + service);
            double rate = Math.pow(10, 0.5 + 2.0 * service / 20);
            for (int minute = 0; minute < DAY; minute++) {
                timeline.requests(
                        minute,
                        timeline.operation("GET /", rate, .01, 1),
                        timeline.operation("POST /pay", rate / 5, .02, 1));
            }
            timeline.told.stream().filter(a -> a.revision() == 0).forEach(alarms::add);
        }
        assertThat(alarms).extracting(Anomaly::reason).hasSizeLessThanOrEqualTo(1);
    }
}
