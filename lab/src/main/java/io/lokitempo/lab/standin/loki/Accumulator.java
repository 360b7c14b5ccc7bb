package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.logql.RangeFunction;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Takes the samples of one series in any order and yields its value at each step. */
sealed interface Accumulator {
    void add(long time, double value);

    Series series(Map<String, String> labels);

    /** Whole numbers summed over windows: differences at the windows' edges, so that a sample costs the same in any window. */
    final class Sums implements Accumulator {
        private final Steps steps;
        private final long range;
        private final double divisor;
        private final double[] sums;
        private final int[] counts;

        Sums(Steps steps, long range, double divisor) {
            this.steps = steps;
            this.range = range;
            this.divisor = divisor;
            this.sums = new double[steps.count() + 1];
            this.counts = new int[steps.count() + 1];
        }

        /** A sample counts in the windows {@code (t - range, t]} that end from its time on and before its time + range. */
        @Override
        public void add(long time, double value) {
            long first = Math.max(0, Math.ceilDiv(time - steps.start(), steps.step()));
            long last = Math.min(steps.count() - 1L, Math.floorDiv(time + range - 1 - steps.start(), steps.step()));
            if (first <= last) {
                sums[(int) first] += value;
                sums[(int) last + 1] -= value;
                counts[(int) first]++;
                counts[(int) last + 1]--;
            }
        }

        @Override
        public Series series(Map<String, String> labels) {
            Series series = new Series(labels, steps.count());
            double sum = 0;
            int count = 0;
            for (int step = 0; step < steps.count(); step++) {
                sum += sums[step];
                count += counts[step];
                if (count > 0) {
                    series.set(step, sum / divisor);
                }
            }
            return series;
        }
    }

    /** Samples kept, for functions that must see those of a window together. */
    final class Samples implements Accumulator {
        private record Sample(long time, double value) {}

        private final Steps steps;
        private final long range;
        private final RangeFunction function;
        private final double parameter;
        private Sample[] samples = new Sample[16];
        private int size;

        Samples(Steps steps, long range, RangeFunction function, double parameter) {
            this.steps = steps;
            this.range = range;
            this.function = function;
            this.parameter = parameter;
        }

        @Override
        public void add(long time, double value) {
            if (size == samples.length) {
                samples = Arrays.copyOf(samples, size * 2);
            }
            samples[size++] = new Sample(time, value);
        }

        @Override
        public Series series(Map<String, String> labels) {
            Arrays.sort(samples, 0, size, Comparator.comparingLong(Sample::time));
            Series series = new Series(labels, steps.count());
            int from = 0;
            int to = 0;
            for (int step = 0; step < steps.count(); step++) {
                long end = steps.time(step);
                while (to < size && samples[to].time() <= end) {
                    to++;
                }
                while (from < to && samples[from].time() <= end - range) {
                    from++;
                }
                if (from < to) {
                    double[] window = new double[to - from];
                    Arrays.setAll(window, windowFrom(from));
                    series.set(step, Windows.apply(function, parameter, window, range));
                }
            }
            return series;
        }

        private IntToDoubleFunction windowFrom(int from) {
            return i -> samples[from + i].value();
        }
    }
}
