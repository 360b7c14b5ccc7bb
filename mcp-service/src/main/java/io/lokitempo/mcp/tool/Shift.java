package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.live.RequestNumbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the requests of one group differ between two stretches of time. Rates and failures must differ by more than chance
 * and by more than a fifth to be told, percentiles by more than a fifth where both rest on enough requests.
 *
 * @param now null where there were none
 * @param before null where there were none
 */
record Shift(
        String service,
        String group,
        @Nullable RequestNumbers now,
        double seconds,
        @Nullable RequestNumbers before,
        double secondsBefore) {
    /** Standard deviations: chance alone goes so far once in 370 times. */
    private static final double SIGMAS = 3;

    /** Less than this is what a percentile moves by of itself: sketches are exact to 1%, an hour's load is not. */
    private static final double SAME = 1.25;

    /** What changed, in plain words; empty where nothing did. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (now == null || before == null) {
            words.add(now == null ? "gone" : "new");
            return words;
        }
        if (errorSigmas() >= SIGMAS) {
            words.add("errors %s->%s%%"
                    .formatted(Numbers.plain(before.errorPercent()), Numbers.plain(now.errorPercent())));
        }
        percentile(words, "p50", .5, now.p50(), before.p50());
        percentile(words, "p95", .95, now.p95(), before.p95());
        percentile(words, "p99", .99, now.p99(), before.p99());
        double times = rate() / rateBefore();
        if (differs(times) && rateSigmas() >= SIGMAS) {
            words.add("rate x" + Numbers.plain(times));
        }
        return words;
    }

    private void percentile(List<String> words, String name, double quantile, double value, double usual) {
        if (now != null && before != null && now.bears(quantile) && before.bears(quantile) && differs(value / usual)) {
            words.add(name + " x" + Numbers.plain(value / usual));
        }
    }

    private static boolean differs(double times) {
        return times >= SAME || times <= 1 / SAME;
    }

    double rate() {
        return now == null ? 0 : now.requests() / seconds;
    }

    double rateBefore() {
        return before == null ? 0 : before.requests() / secondsBefore;
    }

    /** Of two Poisson counts. */
    private double rateSigmas() {
        if (now == null || before == null) {
            return SIGMAS;
        }
        double spread =
                Math.sqrt(now.requests() / (seconds * seconds) + before.requests() / (secondsBefore * secondsBefore));
        return Math.abs(rate() - rateBefore()) / spread;
    }

    /** Of two proportions, pooled. */
    private double errorSigmas() {
        if (now == null || before == null) {
            return 0;
        }
        double pooled = (now.errors() + before.errors()) / (now.requests() + before.requests());
        double spread = Math.sqrt(pooled * (1 - pooled) * (1 / now.requests() + 1 / before.requests()));
        return spread == 0 ? 0 : Math.abs(now.errorPercent() - before.errorPercent()) / 100 / spread;
    }

    /** By how much it matters, for the order of rows: failures before slowness before load. */
    double weight() {
        if (now == null || before == null) {
            return now == null ? 2 : 3;
        }
        double errors = errorSigmas() >= SIGMAS ? 10 + Math.abs(now.errorPercent() - before.errorPercent()) : 0;
        double slower = now.bears(.95) && before.bears(.95) ? Math.abs(Math.log(now.p95() / before.p95())) : 0;
        return errors + 3 * slower + Math.abs(Math.log(rate() / rateBefore()));
    }
}
