package io.lokitempo.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fact of an answer beside what happened.
 *
 * @param told as the tool said it
 * @param happened as it was; where it may lie between two values, both
 */
record Check(String tool, String fact, boolean isRight, String told, String happened) {
    /** What percentiles may be off by: the sketches' own bound, and half of the last of the four digits that are told. */
    private static final double OFF = 0.01 + 0.0005;
    /** Half of the last of four digits. */
    private static final double ROUNDED = 0.0005;

    /** Checks of one play, in the order asked. */
    static final class Protocol {
        private final List<Check> checks = new ArrayList<>();

        List<Check> checks() {
            return List.copyOf(checks);
        }

        void equal(String tool, String fact, @Nullable Object told, @Nullable Object happened) {
            that(tool, fact, Objects.equals(told, happened), told, happened);
        }

        /** A number that is told with four digits. */
        void rounded(String tool, String fact, double told, double happened) {
            that(tool, fact, Math.abs(told - happened) <= ROUNDED * Math.abs(happened) + 1e-9, told, happened);
        }

        /**
         * A percentile of durations. It is one of them or, as conventions differ, lies between two neighbours.
         *
         * @param sorted ascending, not empty
         */
        void percentile(String tool, String fact, double told, double quantile, double[] sorted) {
            double rank = quantile * (sorted.length - 1);
            double low = sorted[(int) Math.floor(rank)];
            double high = sorted[(int) Math.ceil(rank)];
            that(tool, fact, told >= low * (1 - OFF) && told <= high * (1 + OFF), told, low + " to " + high);
        }

        void that(String tool, String fact, boolean isRight, @Nullable Object told, @Nullable Object happened) {
            checks.add(new Check(tool, fact, isRight, String.valueOf(told), String.valueOf(happened)));
        }
    }
}
