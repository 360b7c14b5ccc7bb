package io.lokitempo.benchmarks.lab;

import io.lokitempo.benchmarks.lab.Playing.Raised;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Incident.Suspect;
import io.lokitempo.lab.shop.plan.ShopPlan;
import io.lokitempo.lab.shop.scenario.GroundTruth;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was raised in a course beside what happened.
 *
 * @param findings one a scenario that must be noticed
 * @param rightAlarms how many are of a cause, or of a service where a scenario must show
 * @param falseAlarms of services that nothing happened to at that time; what merely suffers counts as neither
 */
record CourseScore(Course course, List<Finding> findings, int rightAlarms, List<Alarm> falseAlarms) {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    /** Some time after a scenario things come back to what they were: backlogs, caches, retries. */
    private static final Duration AFTERMATH = Duration.ofMinutes(10);

    /**
     * What became of a scenario.
     *
     * @param sign the first alarm of the service, operation and kind that were to be noticed
     * @param delay windows that closed from its onset until it was raised, the one of the onset included
     * @param rank of the cause among the suspects of the incident, from 1; 0 where it is not among them
     */
    record Finding(GroundTruth truth, Optional<Alarm> sign, long delay, int rank) {
        boolean isFound() {
            return sign.isPresent();
        }
    }

    static CourseScore of(Course course, Raised raised) {
        List<GroundTruth> truth = course.truth();
        List<Alarm> alarms = Alarm.of(raised.anomalies()).stream()
                .filter(alarm -> !alarm.raisedAt().isBefore(course.judged().start()))
                .toList();
        Map<String, Incident> incidents = new HashMap<>();
        raised.incidents().forEach(incident -> incidents.put(incident.id(), incident));
        return new CourseScore(
                course,
                truth.stream()
                        .filter(scenario -> !scenario.quiet())
                        .map(scenario -> finding(scenario, alarms, incidents))
                        .toList(),
                (int) alarms.stream().filter(alarm -> isRight(alarm, truth)).count(),
                alarms.stream()
                        .filter(alarm -> truth.stream().noneMatch(scenario -> concerns(scenario, alarm)))
                        .toList());
    }

    /** How many services could raise a false alarm, by how many weeks. */
    double serviceWeeks() {
        int services = ShopPlan.shop().services().size();
        return services
                * (double) course.judged().length().toMinutes()
                / Duration.ofDays(7).toMinutes();
    }

    private static Finding finding(GroundTruth truth, List<Alarm> alarms, Map<String, Incident> incidents) {
        Optional<Alarm> sign = alarms.stream()
                .filter(alarm -> isDuring(truth, alarm) && isSign(truth, alarm))
                .min(Comparator.comparing(Alarm::raisedAt));
        return new Finding(
                truth,
                sign,
                sign.map(alarm -> delay(truth.onset(), alarm.raisedAt())).orElse(0L),
                sign.map(alarm -> rank(truth, alarm, incidents)).orElse(0));
    }

    private static long delay(Instant onset, Instant raised) {
        return Math.ceilDiv(Duration.between(onset, raised).toSeconds(), WINDOW.toSeconds());
    }

    private static boolean isSign(GroundTruth truth, Alarm alarm) {
        return truth.expected().stream()
                .anyMatch(expected -> expected.service().equals(alarm.service())
                        && expected.kind() == alarm.last().kind()
                        && (expected.operation().isEmpty()
                                || alarm.last().operation().isEmpty()
                                || expected.operation().equals(alarm.last().operation())));
    }

    private static int rank(GroundTruth truth, Alarm alarm, Map<String, Incident> incidents) {
        return incidents.values().stream()
                .filter(incident -> incident.mergedInto() == null)
                .filter(incident -> incident.anomalies().contains(alarm.last().id()))
                .findFirst()
                .map(incident -> 1
                        + incident.suspects().stream()
                                .map(Suspect::service)
                                .map(Object::toString)
                                .toList()
                                .indexOf(truth.service()))
                .orElse(0);
    }

    private static boolean isRight(Alarm alarm, List<GroundTruth> truth) {
        return truth.stream()
                .filter(scenario -> !scenario.quiet() && isDuring(scenario, alarm))
                .anyMatch(scenario -> scenario.service().equals(alarm.service())
                        || scenario.expected().stream()
                                .anyMatch(expected -> expected.service().equals(alarm.service())));
    }

    private static boolean concerns(GroundTruth scenario, Alarm alarm) {
        return !scenario.quiet()
                && isDuring(scenario, alarm)
                && Stream.concat(
                                Stream.of(scenario.service()),
                                Stream.concat(
                                        scenario.affected().stream(),
                                        scenario.expected().stream().map(GroundTruth.Expected::service)))
                        .anyMatch(alarm.service()::equals);
    }

    private static boolean isDuring(GroundTruth truth, Alarm alarm) {
        return !alarm.raisedAt().isBefore(truth.onset())
                && alarm.raisedAt().isBefore(truth.end().plus(AFTERMATH));
    }
}
