package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.ServicePatterns;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.Watermark;
import io.lokitempo.telemetry.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a poller holds of one service's lines. Lives as long as its ledger is open; Kafka has all that must outlive it. */
final class LogSource {
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(1);
    /** A service that fell silent gets zero windows for so long. */
    private static final Duration REMEMBERED = Duration.ofHours(24);

    /** When its windows are counted again, after their end; Loki takes lines that are an hour late and more. */
    static final List<Duration> AUDITS = List.of(Duration.ofMinutes(2), Duration.ofMinutes(15), Duration.ofMinutes(70));

    final SourceId id;
    final ServiceName service;
    final ServicePatterns patterns;
    final Audits audits = new Audits(AUDITS);
    List<String> selectors = List.of();
    Progress progress;
    Instant lastSeen;
    private int refusals;
    private Instant heldUntil = Instant.EPOCH;

    LogSource(SourceId id, ServicePatterns patterns, Progress progress, Instant lastSeen) {
        this.id = id;
        this.service = patterns.service();
        this.patterns = patterns;
        this.progress = progress;
        this.lastSeen = lastSeen;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(heldUntil) && now.isBefore(lastSeen.plus(REMEMBERED));
    }

    void seen(Instant at) {
        lastSeen = at.isAfter(lastSeen) ? at : lastSeen;
    }

    /** Notes that the server would not answer for this source. */
    int refused(Instant now) {
        refusals++;
        Duration hold = Duration.ofSeconds(1L << Math.min(refusals, 6));
        heldUntil = now.plus(hold.compareTo(LONGEST_HOLD) < 0 ? hold : LONGEST_HOLD);
        return refusals;
    }

    void answered() {
        refusals = 0;
    }

    /** Whether to ask for little, because more was refused. */
    boolean isCautious() {
        return refusals > 0;
    }

    Watermark watermark(Duration lag, Instant now) {
        return new Watermark(id, progress.begin(), progress.read(), progress.gaps(), lag, now);
    }
}
