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
 *
 * <p>Audits are due so long after a window's end. The last one can be made to wait for as long after the window was first
 * read, where that was later: a server that takes in old data may take its time to show it.
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
     * @param since from when the last audit's delay counts: the window's end, or when it was first read
     * @param total what was counted, in lines or spans
     * @param audits how many of its audits are over
     */
    record Counted(TimeWindow window, Instant since, int revision, long total, int audits) {}

    /** @param delays after a window's end, ascending */
    Audits(List<Duration> delays) {
        this.delays = List.copyOf(delays);
    }

    /** Whether no audit follows the one that is due. */
    boolean isLast(Counted counted, Instant now) {
        return dueBy(counted.window(), counted.since(), now) == delays.size();
    }

    /** Whether no audit will follow, whatever is counted now. */
    boolean isOver(TimeWindow window, Instant now) {
        return dueBy(window, window.end(), now) == delays.size();
    }

    /** Notes a window's count, which is as good as an audit at that time. */
    void counted(TimeWindow window, int revision, long total, Instant at) {
        counted(window, window.end(), revision, total, at);
    }

    /**
     * The same, where the last audit has to wait.
     *
     * @param firstRead when the window was; of a window that is held already it is known
     */
    void counted(TimeWindow window, Instant firstRead, int revision, long total, Instant at) {
        Counted known = windows.get(window.start());
        if (known != null && known.revision() > revision) {
            return;
        }
        Instant since = firstRead.isAfter(window.end()) ? firstRead : window.end();
        Instant from = known == null ? since : known.since();
        note(new Counted(window, from, revision, total, dueBy(window, from, at)));
    }

    void passed(TimeWindow window, Instant now) {
        Counted counted = windows.get(window.start());
        if (counted != null) {
            int over = dueBy(window, counted.since(), now);
            note(new Counted(window, counted.since(), counted.revision(), counted.total(), over));
        }
    }

    /** Whether the window waits for an audit. */
    boolean holds(TimeWindow window) {
        return windows.containsKey(window.start());
    }

    /** Windows to count again, in runs without a hole, ascending. */
    List<List<Counted>> due(Instant now) {
        if (now.isBefore(nothingDueBefore)) {
            return List.of();
        }
        List<List<Counted>> runs = new ArrayList<>();
        nothingDueBefore = Instant.MAX;
        for (Counted counted : windows.values()) {
            if (dueBy(counted.window(), counted.since(), now) > counted.audits()) {
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
        Instant due = due(counted.audits(), counted.window(), counted.since());
        nothingDueBefore = due.isBefore(nothingDueBefore) ? due : nothingDueBefore;
    }

    private int dueBy(TimeWindow window, Instant since, Instant now) {
        int due = 0;
        while (due < delays.size() && !due(due, window, since).isAfter(now)) {
            due++;
        }
        return due;
    }

    private Instant due(int audit, TimeWindow window, Instant since) {
        return (audit == delays.size() - 1 ? since : window.end()).plus(delays.get(audit));
    }
}
