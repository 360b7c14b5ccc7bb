package io.lokitempo.benchmarks.series;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.detect.FalseAlarmBudget;
import io.lokitempo.analyzer.detect.SeasonSlot;
import io.lokitempo.analyzer.detect.SeriesMemory;
import io.lokitempo.analyzer.detect.SeriesState;
import io.lokitempo.analyzer.detect.ServiceMemory;
import io.lokitempo.analyzer.detect.ServiceSpans;
import io.lokitempo.analyzer.metric.MetricDetector;
import io.lokitempo.finding.PatternCounts;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How many series one core keeps up with at windows of a minute, by CPU time, warm: of detection alone with memory in maps,
 * as the stream's caches have it, and of all stages of the stream.
 */
public final class SeriesSpeed {
    private static final int PRESET_SERIES = 5_000;
    private static final int WARM_UP_MINUTES = 40;
    private static final int MEASURED_MINUTES = 60;
    private static final int ROUNDS = 5;
    private static final int MOST_SERVICES_STREAMED = 20;
    private static final double MINUTE_MICROS = 60e6;
    private static final int DETECTORS = 50;
    private static final int VALUES = 2_000;

    private final Services services = new Services();
    private final Detection detection = new Detection(FalseAlarmBudget.DEFAULT, Duration.ofMinutes(15));
    private final List<ServiceMemory> memories = new ArrayList<>();
    private final List<Map<String, SeriesState>> series = new ArrayList<>();
    private final List<Map<String, SeasonSlot>> seasons = new ArrayList<>();
    private long told;

    private SeriesSpeed(int wanted) {
        do {
            memories.add(ServiceMemory.EMPTY);
            series.add(new HashMap<>());
            seasons.add(new HashMap<>());
            // One minute tells how many series a service has.
            minute(0);
        } while (seriesCount() < wanted);
    }

    public static void main(String[] args) {
        if (args.length != 0 && (args.length != 2 || !args[0].equals("--series"))) {
            throw new IllegalArgumentException("use: ./bench series [--series N]");
        }
        SeriesSpeed speed = new SeriesSpeed(args.length == 0 ? PRESET_SERIES : Integer.parseInt(args[1]));
        double micros = speed.microsAWindow();
        System.out.printf(
                Locale.ROOT,
                "%d services, %d series, %d anomalies told%n",
                speed.memories.size(),
                speed.seriesCount(),
                speed.told);
        System.out.printf(
                Locale.ROOT,
                "metric detector: %.1f us a value, %d B a series%n",
                metricMicros(),
                MetricDetector.STATE_BYTES);
        System.out.printf(
                Locale.ROOT,
                "detection alone: %.2f us a window and series, %.0f series a core at one-minute windows%n",
                micros,
                MINUTE_MICROS / micros);
        wholeTopology(speed);
    }

    private static void wholeTopology(SeriesSpeed speed) {
        int services = Math.min(speed.memories.size(), MOST_SERVICES_STREAMED);
        try (WholeTopology whole = new WholeTopology(speed.services, services, speed.detection)) {
            int minute = 0;
            for (; minute < WARM_UP_MINUTES; minute++) {
                whole.minute(minute);
            }
            long nanos = 0;
            for (int i = 0; i < MEASURED_MINUTES; i++) {
                nanos += whole.minute(minute++);
            }
            double micros = nanos / 1_000.0 / MEASURED_MINUTES / whole.series();
            System.out.printf(
                    Locale.ROOT,
                    "series, all stages of the stream: %.2f us a window and series, %.0f series a core at one-minute windows,"
                            + " state %d B a series%n",
                    micros,
                    MINUTE_MICROS / micros,
                    whole.bytesASeries());
        }
    }

    private double microsAWindow() {
        int minute = 1;
        for (; minute <= WARM_UP_MINUTES; minute++) {
            minute(minute);
        }
        double[] rounds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long nanos = 0;
            for (int i = 0; i < MEASURED_MINUTES; i++) {
                nanos += minute(minute++);
            }
            rounds[round] = nanos / 1_000.0 / MEASURED_MINUTES / seriesCount();
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    /** CPU nanoseconds that detection took for one minute of all services. */
    private long minute(int minute) {
        List<PatternCounts> lines = new ArrayList<>();
        List<ServiceSpans> spans = new ArrayList<>();
        for (int service = 0; service < memories.size(); service++) {
            lines.add(services.lines(service, minute));
            spans.add(services.spans(service, minute));
        }
        long began = cpuNanos();
        for (int service = 0; service < memories.size(); service++) {
            SeriesMemory memory = memory(series.get(service), seasons.get(service));
            Detection.Outcome first = detection.take(lines.get(service), memories.get(service), memory);
            Detection.Outcome second = detection.take(spans.get(service), first.memory(), memory);
            memories.set(service, second.memory());
            told += first.told().size() + second.told().size();
        }
        return cpuNanos() - began;
    }

    private int seriesCount() {
        return series.stream().mapToInt(Map::size).sum();
    }

    private static double metricMicros() {
        double micros = 0;
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 3; round++) { // the last one is warm
            List<MetricDetector> detectors = new ArrayList<>();
            for (int i = 0; i < DETECTORS; i++) {
                detectors.add(new MetricDetector());
            }
            long began = cpuNanos();
            for (int i = 0; i < VALUES; i++) {
                double value = random.nextGaussian();
                detectors.forEach(detector -> detector.take(Instant.EPOCH, value));
            }
            micros = (cpuNanos() - began) / 1_000.0 / DETECTORS / VALUES;
        }
        return micros;
    }

    static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static SeriesMemory memory(Map<String, SeriesState> states, Map<String, SeasonSlot> seasons) {
        return new SeriesMemory() {
            @Override
            public @Nullable SeriesState get(String name) {
                return states.get(name);
            }

            @Override
            public void put(String name, SeriesState state) {
                states.put(name, state);
            }

            @Override
            public @Nullable SeasonSlot slot(String name, int hour) {
                return seasons.get(name + "/" + hour);
            }

            @Override
            public void put(String name, int hour, SeasonSlot slot) {
                seasons.put(name + "/" + hour, slot);
            }
        };
    }
}
