package io.lokitempo.analyzer.poll;

import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The windows of a source that were read lately, and when to count them again: lines may reach Loki long after their
 * time. A window is held until its last audit is over.
 */
final class Audits {
    private static final int LONGEST_RUN = 30;

    private final List<Duration> delays;
    private final NavigableMap<Instant, Counted> windows = new TreeMap<>();
    /** Nothing is due before; asked in every pass for every source, and seldom so. */
    private Instant nothingDueBefore = Instant.MAX;

    /**
     * A window as it was published.
     *
     * @param total what was counted, in lines or spans
     * @param audits how many of its audits are over
     */
    record Counted(TimeWindow window, int revision, long total, int audits) {}

    /** @param delays after a window's end, ascending */
    Audits(List<Duration> delays) {
        this.delays = List.copyOf(delays);
    }

    /** Whether no audit follows the one that is due. */
    boolean isLast(Counted counted, Instant now) {
        return dueBy(counted.window(), now) == delays.size();
    }

    /** Whether no audit will follow, whatever is counted now. */
    boolean isOver(TimeWindow window, Instant now) {
        return dueBy(window, now) == delays.size();
    }

    /** Notes a window's count, which is as good as an audit at that time. */
    void counted(TimeWindow window, int revision, long total, Instant at) {
        Counted known = windows.get(window.start());
        if (known != null && known.revision() > revision) {
            return;
        }
        note(new Counted(window, revision, total, dueBy(window, at)));
    }

    void passed(TimeWindow window, Instant now) {
        Counted counted = windows.get(window.start());
        if (counted != null) {
            note(new Counted(window, counted.revision(), counted.total(), dueBy(window, now)));
        }
    }

    /** Whether the window was published with this total. */
    boolean holds(TimeWindow window, long total) {
        Counted counted = windows.get(window.start());
        return counted != null && counted.total() == total;
    }

    /** Windows to count again, in runs without a hole, ascending. */
    List<List<Counted>> due(Instant now) {
        if (now.isBefore(nothingDueBefore)) {
            return List.of();
        }
        List<List<Counted>> runs = new ArrayList<>();
        nothingDueBefore = Instant.MAX;
        for (Counted counted : windows.values()) {
            if (dueBy(counted.window(), now) > counted.audits()) {
                boolean continues = !runs.isEmpty()
                        && runs.getLast().size() < LONGEST_RUN
                        && runs.getLast()
                                .getLast()
                                .window()
                                .end()
                                .equals(counted.window().start());
                if (!continues) {
                    runs.add(new ArrayList<>());
                }
                runs.getLast().add(counted);
            }
            lookAgain(counted);
        }
        return runs;
    }

    private void note(Counted counted) {
        if (counted.audits() == delays.size()) {
            windows.remove(counted.window().start());
        } else {
            windows.put(counted.window().start(), counted);
            lookAgain(counted);
        }
    }

    private void lookAgain(Counted counted) {
        Instant due = counted.window().end().plus(delays.get(counted.audits()));
        nothingDueBefore = due.isBefore(nothingDueBefore) ? due : nothingDueBefore;
    }

    private int dueBy(TimeWindow window, Instant now) {
        int due = 0;
        while (due < delays.size() && !window.end().plus(delays.get(due)).isAfter(now)) {
            due++;
        }
        return due;
    }
}
