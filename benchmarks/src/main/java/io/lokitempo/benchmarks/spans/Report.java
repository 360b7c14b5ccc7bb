package io.lokitempo.benchmarks.spans;

import io.lokitempo.lab.fault.Counts;
import io.lokitempo.lab.fault.Counts.Difference;
import io.lokitempo.lab.fault.Stored;
import java.io.PrintStream;
import java.util.function.Predicate;

/** What was pushed, held and counted, by service, the figures on the last line. */
final class Report {
    private static final int EXAMPLES = 12;

    private Report() {}

    /**
     * Whether all was as it should be: no difference but where the analyzer says that it has read a sample.
     *
     * @param held requests that Tempo holds
     */
    static boolean print(KnownSpans known, Counts lines, Counts held, Stored stored, PrintStream out) {
        Predicate<Counts.Cell> own = cell -> known.isOwn(cell.service());
        Predicate<Counts.Cell> exact = own.and(cell -> !stored.sampled().contains(cell.minute()));
        Counts counted = stored.requests().where(own);
        out.printf("%-14s %9s %9s %9s %7s %7s%n", "service", "pushed", "held", "counted", "lost", "doubled");
        for (String service : known.requests().services()) {
            Predicate<Counts.Cell> its = cell -> cell.service().equals(service);
            Difference difference = known.requests().where(its).to(counted.where(its));
            out.printf(
                    "%-14s %,9d %,9d %,9d %,7d %,7d%n",
                    service,
                    known.requests().where(its).total(),
                    held.where(its).total(),
                    counted.where(its).total(),
                    difference.lost(),
                    difference.doubled());
        }
        Difference requests = known.requests().where(exact).to(counted.where(exact));
        Difference errors = known.errors().where(exact).to(stored.errors().where(exact));
        Difference calls = known.calls().where(exact).to(stored.calls().where(exact));
        Difference told = lines.where(own).to(stored.lines().where(own));
        Difference sampled = known.requests().where(own).to(counted);
        show("requests", requests, out);
        show("errors", errors, out);
        show("calls", calls, out);
        show("lines", told, out);
        out.println("minutes that are said to be sampled: " + stored.sampled());
        stored.gaps().forEach(gap -> out.println("gap: " + gap));
        out.printf(
                "requests pushed %d held %d counted %d lost %d doubled %d (in minutes said to be sampled %d and %d)"
                        + "  errors lost %d doubled %d  calls %d lost %d doubled %d  lines %d lost %d doubled %d%n",
                known.requests().total(),
                held.total(),
                counted.total(),
                requests.lost(),
                requests.doubled(),
                sampled.lost() - requests.lost(),
                sampled.doubled() - requests.doubled(),
                errors.lost(),
                errors.doubled(),
                known.calls().total(),
                calls.lost(),
                calls.doubled(),
                lines.total(),
                told.lost(),
                told.doubled());
        return requests.isNone() && errors.isNone() && calls.isNone() && told.isNone();
    }

    private static void show(String what, Difference difference, PrintStream out) {
        difference.cells().entrySet().stream()
                .limit(EXAMPLES)
                .forEach(cell -> out.println("  " + what + " " + cell.getKey() + ": " + cell.getValue()));
    }
}
