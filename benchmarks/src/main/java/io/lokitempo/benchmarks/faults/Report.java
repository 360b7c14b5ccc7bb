package io.lokitempo.benchmarks.faults;

import io.lokitempo.lab.fault.Counts.Difference;
import io.lokitempo.lab.fault.FaultPlan;
import io.lokitempo.lab.fault.FaultRun;
import io.lokitempo.lab.fault.KnownLoad;
import io.lokitempo.lab.fault.Stored;
import io.lokitempo.lab.fault.Testbed;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the runs came to, the figures on the last line. */
final class Report {
    private static final int EXAMPLES = 10;

    private Report() {}

    /** Whether all was as it should be. */
    static boolean print(
            KnownLoad load,
            FaultPlan plan,
            FaultRun undisturbed,
            FaultRun disturbed,
            Testbed.Setup setup,
            PrintStream out) {
        Map<String, Integer> injected = new TreeMap<>();
        plan.steps().forEach(step -> injected.merge(step.fault().name(), 1, Integer::sum));
        out.println("faults injected:");
        injected.forEach((name, times) -> out.printf("  %-30s %3d%n", name, times));
        out.printf(
                "requests spoilt: %d at Loki, %d at Tempo; processes that ended by themselves: %d; took %d s%n",
                setup.loki().spoilt(),
                setup.tempo().spoilt(),
                disturbed.ownDeaths(),
                disturbed.took().toSeconds());

        show("lines, undisturbed, against those pushed", undisturbed.lines(), out);
        show("requests, undisturbed, against those pushed", undisturbed.requests(), out);
        show("lines against those pushed", disturbed.lines(), out);
        show("requests against those pushed", disturbed.requests(), out);
        Difference patterns =
                undisturbed.stored().patterns().to(disturbed.stored().patterns());
        show("lines by pattern against the undisturbed", patterns, out);
        Difference calls = undisturbed.stored().calls().to(disturbed.stored().calls());
        show("calls against the undisturbed", calls, out);
        int ids = showIds(undisturbed.stored(), disturbed.stored(), out);
        disturbed.stored().gaps().forEach(gap -> out.println("gap: " + gap));
        out.printf(
                "seed's faults %d  lines pushed %d counted %d lost %d doubled %d"
                        + "  requests pushed %d counted %d lost %d doubled %d"
                        + "  by pattern lost %d doubled %d  calls lost %d doubled %d  pattern ids that differ %d%n",
                plan.steps().size(),
                load.lines().total(),
                disturbed.stored().lines().total(),
                disturbed.lines().lost(),
                disturbed.lines().doubled(),
                load.requests().total(),
                disturbed.stored().requests().total(),
                disturbed.requests().lost(),
                disturbed.requests().doubled(),
                patterns.lost(),
                patterns.doubled(),
                calls.lost(),
                calls.doubled(),
                ids);
        return disturbed.lines().isNone()
                && disturbed.requests().isNone()
                && patterns.isNone()
                && calls.isNone()
                && ids == 0;
    }

    private static void show(String what, Difference difference, PrintStream out) {
        if (difference.isNone()) {
            out.println(what + ": no difference");
            return;
        }
        out.printf(
                "%s: %d lost, %d doubled in %d places%n",
                what,
                difference.lost(),
                difference.doubled(),
                difference.cells().size());
        difference.cells().entrySet().stream()
                .limit(EXAMPLES)
                .forEach(cell -> out.println("  " + cell.getKey() + ": " + cell.getValue()));
    }

    private static int showIds(Stored undisturbed, Stored disturbed, PrintStream out) {
        SortedSet<String> gone = without(undisturbed.ids(), disturbed.ids());
        SortedSet<String> news = without(disturbed.ids(), undisturbed.ids());
        out.printf(
                "living patterns: %d undisturbed, %d of them here, %d others%n",
                undisturbed.ids().size(), undisturbed.ids().size() - gone.size(), news.size());
        gone.stream()
                .limit(EXAMPLES)
                .forEach(id ->
                        out.println("  gone  " + id + " " + undisturbed.living().get(id)));
        news.stream()
                .limit(EXAMPLES)
                .forEach(id ->
                        out.println("  other " + id + " " + disturbed.living().get(id)));
        return gone.size() + news.size();
    }

    private static SortedSet<String> without(Set<String> all, Set<String> others) {
        SortedSet<String> rest = new TreeSet<>(all);
        rest.removeAll(others);
        return rest;
    }
}
