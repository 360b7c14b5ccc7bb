package io.lokitempo.benchmarks.anomalies;

import io.lokitempo.analyzer.metric.MetricDetector;
import io.lokitempo.analyzer.metric.MetricDetector.Judgement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Watches each series of a folder, value by value, and scores the alarms; or tries other bars by cross-validation. */
public final class Anomalies {
    private static final String USAGE = "use: ./bench anomalies DIR OUT | ./bench anomalies DIR --cross-validate";
    private static final double LOWEST_BAR = 2.6;
    private static final double BAR_STEP = 0.2;
    private static final int BARS = 12;

    private Anomalies() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException(USAGE);
        }
        List<LabelledSeries> all = LabelledSeries.in(Path.of(args[0]));
        if (args[1].equals("--cross-validate")) {
            crossValidate(all);
        } else if (args[1].startsWith("--")) {
            throw new IllegalArgumentException(USAGE);
        } else {
            score(all, Path.of(args[1]));
        }
    }

    private static void score(List<LabelledSeries> all, Path out) throws IOException {
        List<SeriesScore> scores = new ArrayList<>();
        for (LabelledSeries series : all) {
            List<Judgement> judged = judged(series, MetricDetector.BAR);
            write(out.resolve(series.name()), series, judged);
            SeriesScore score = SeriesScore.of(series, alarms(judged));
            scores.add(score);
            System.out.printf(
                    Locale.ROOT,
                    "%-60s found %d of %d, %d false alarms, %.2f%n",
                    series.name(),
                    score.found(),
                    score.windows(),
                    score.falseAlarms(),
                    score.sum());
        }
        System.out.printf(
                Locale.ROOT,
                "anomalies standard profile, threshold %.1f, windows %d of %d, false alarms %d, state %d B: %.2f%n",
                MetricDetector.ALARM,
                scores.stream().mapToInt(SeriesScore::found).sum(),
                scores.stream().mapToInt(SeriesScore::windows).sum(),
                scores.stream().mapToInt(SeriesScore::falseAlarms).sum(),
                MetricDetector.STATE_BYTES,
                SeriesScore.normalised(scores));
    }

    /** Each category is scored with the bar that does best on all others. */
    private static void crossValidate(List<LabelledSeries> all) {
        Map<Double, Map<LabelledSeries, SeriesScore>> byBar = new TreeMap<>();
        DoubleStream.iterate(LOWEST_BAR, bar -> bar + BAR_STEP).limit(BARS).forEach(bar -> {
            Map<LabelledSeries, SeriesScore> scores = new LinkedHashMap<>();
            all.forEach(series -> scores.put(series, SeriesScore.of(series, alarms(judged(series, bar)))));
            byBar.put(bar, scores);
            System.out.printf(Locale.ROOT, "bar %.1f: %.2f%n", bar, SeriesScore.normalised(scores.values()));
        });
        List<SeriesScore> leftOut = new ArrayList<>();
        all.stream()
                .collect(Collectors.groupingBy(LabelledSeries::category, TreeMap::new, Collectors.toList()))
                .forEach((category, series) -> {
                    double bar = bestBar(
                            byBar,
                            all.stream().filter(one -> !series.contains(one)).toList());
                    List<SeriesScore> scores = scores(byBar, bar, series);
                    leftOut.addAll(scores);
                    System.out.printf(
                            Locale.ROOT,
                            "without %s the bar is %.1f, with which it scores %.2f%n",
                            category,
                            bar,
                            SeriesScore.normalised(scores));
                });
        System.out.printf(Locale.ROOT, "anomalies, one category left out: %.2f%n", SeriesScore.normalised(leftOut));
    }

    private static double bestBar(Map<Double, Map<LabelledSeries, SeriesScore>> byBar, List<LabelledSeries> of) {
        return byBar.keySet().stream()
                .max((a, b) -> Double.compare(
                        SeriesScore.normalised(scores(byBar, a, of)), SeriesScore.normalised(scores(byBar, b, of))))
                .orElseThrow();
    }

    private static List<SeriesScore> scores(
            Map<Double, Map<LabelledSeries, SeriesScore>> byBar, double bar, List<LabelledSeries> of) {
        Map<LabelledSeries, SeriesScore> scores = byBar.getOrDefault(bar, Map.of());
        return of.stream().map(scores::get).toList();
    }

    private static List<Judgement> judged(LabelledSeries series, double bar) {
        MetricDetector detector = new MetricDetector(bar);
        List<Judgement> judged = new ArrayList<>();
        for (int i = 0; i < series.values().size(); i++) {
            LocalDateTime time =
                    LocalDateTime.parse(series.times().get(i).substring(0, 19).replace(' ', 'T'));
            judged.add(detector.take(
                    time.toInstant(ZoneOffset.UTC), series.values().get(i)));
        }
        return judged;
    }

    private static boolean[] alarms(List<Judgement> judged) {
        boolean[] alarms = new boolean[judged.size()];
        for (int i = 0; i < alarms.length; i++) {
            alarms[i] = judged.get(i).isAlarm();
        }
        return alarms;
    }

    private static void write(Path file, LabelledSeries series, List<Judgement> judged) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value,anomaly_score\n");
        for (int i = 0; i < judged.size(); i++) {
            text.append(series.times().get(i))
                    .append(',')
                    .append(series.texts().get(i))
                    .append(',')
                    .append(judged.get(i).score())
                    .append('\n');
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }
}
