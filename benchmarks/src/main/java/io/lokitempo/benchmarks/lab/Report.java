package io.lokitempo.benchmarks.lab;

import io.lokitempo.benchmarks.lab.CourseScore.Finding;
import io.lokitempo.lab.shop.scenario.GroundTruth;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The figures for people: a row a kind of scenario, what was missed, what was raised for nothing, totals last. */
final class Report {
    private static final int SOON = 2;
    private static final int FEW = 3;

    private Report() {}

    static void print(List<CourseScore> scores, PrintStream out) {
        List<Finding> all =
                scores.stream().flatMap(score -> score.findings().stream()).toList();
        missed(scores, out);
        falseAlarms(scores, out);
        out.printf(
                "%n%-20s %4s %7s %9s %7s %7s %7s%n",
                "scenario", "n", "found", "delay", "in " + SOON, "first", "top " + FEW);
        Map<String, List<Finding>> byKind = all.stream()
                .collect(Collectors.groupingBy(
                        finding -> finding.truth().kind().name(), TreeMap::new, Collectors.toList()));
        byKind.forEach((kind, findings) -> row(kind, findings, out));
        row("all", all, out);
        totals(scores, all, out);
    }

    private static void missed(List<CourseScore> scores, PrintStream out) {
        for (CourseScore score : scores) {
            for (Finding finding : score.findings()) {
                GroundTruth truth = finding.truth();
                String place = "%s %s %s %s %s magnitude %.2f"
                        .formatted(
                                score.course().name(),
                                truth.onset(),
                                truth.kind(),
                                truth.service(),
                                truth.operation(),
                                truth.magnitude());
                if (!finding.isFound()) {
                    out.println("missed: " + place);
                } else if (finding.rank() != 1) {
                    out.println("cause at rank " + finding.rank() + ": " + place);
                } else if (finding.delay() > SOON) {
                    out.println("after " + finding.delay() + " windows: " + place);
                }
            }
        }
    }

    private static void falseAlarms(List<CourseScore> scores, PrintStream out) {
        for (CourseScore score : scores) {
            score.falseAlarms().stream()
                    .sorted(Comparator.comparing(Alarm::raisedAt))
                    .forEach(alarm -> out.printf(
                            Locale.ROOT,
                            "false: %s %s %s %s %s %s score %.1f %s%n",
                            score.course().name(),
                            alarm.raisedAt(),
                            alarm.last().kind(),
                            alarm.service(),
                            alarm.last().operation(),
                            alarm.last().severity(),
                            alarm.last().score(),
                            alarm.last().reason()));
        }
    }

    private static void row(String name, List<Finding> findings, PrintStream out) {
        List<Finding> found = findings.stream().filter(Finding::isFound).toList();
        out.printf(
                Locale.ROOT,
                "%-20s %4d %7.3f %9.1f %7.3f %7.3f %7.3f%n",
                name,
                findings.size(),
                share(findings, Finding::isFound),
                found.stream().mapToLong(Finding::delay).average().orElse(0),
                share(found, finding -> finding.delay() <= SOON),
                share(found, finding -> finding.rank() == 1),
                share(found, finding -> finding.rank() >= 1 && finding.rank() <= FEW));
    }

    private static void totals(List<CourseScore> scores, List<Finding> all, PrintStream out) {
        long right = scores.stream().mapToLong(CourseScore::rightAlarms).sum();
        long wrong =
                scores.stream().mapToLong(score -> score.falseAlarms().size()).sum();
        long serious = scores.stream()
                .flatMap(score -> score.falseAlarms().stream())
                .filter(Alarm::matters)
                .count();
        double weeks = scores.stream().mapToDouble(CourseScore::serviceWeeks).sum();
        out.printf(
                Locale.ROOT,
                "lab recall %.3f precision %.3f false/service-week %.3f (above INFO %.3f, %.1f service-weeks)"
                        + " in %d windows %.3f first %.3f top-3 %.3f%n",
                share(all, Finding::isFound),
                right + wrong == 0 ? 1 : (double) right / (right + wrong),
                wrong / weeks,
                serious / weeks,
                weeks,
                SOON,
                share(all.stream().filter(Finding::isFound).toList(), finding -> finding.delay() <= SOON),
                share(all.stream().filter(Finding::isFound).toList(), finding -> finding.rank() == 1),
                share(
                        all.stream().filter(Finding::isFound).toList(),
                        finding -> finding.rank() >= 1 && finding.rank() <= FEW));
    }

    private static double share(List<Finding> of, Predicate<Finding> which) {
        return of.isEmpty() ? 1 : (double) of.stream().filter(which).count() / of.size();
    }
}
