package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Anomaly.Evidence;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.State;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.util.List;
import java.util.stream.Stream;

/**
 * The life of an anomaly: opened, updated while its series deviates, resolved after {@value #CALM} windows in which it did
 * not. One id through it all.
 *
 * @param series whose it is
 * @param anomaly its state now
 * @param told its state as last told to others
 * @param calm consecutive windows without deviation
 * @param untold windows since it was last told
 * @param selfShare of time, see {@link Deviation}
 */
public record Episode(Series series, Anomaly anomaly, Anomaly told, int calm, int untold, double selfShare) {
    private static final int CALM = 5;
    /** Told at least this often, so that its last sight is never long out of date. */
    private static final int HEARTBEAT = 15;

    private static final double WORSE = 1.5;
    private static final int MOST_EVIDENCE = 10;

    static Episode opened(Scope scope, ServiceName service, Deviation deviation, TimeWindow window, boolean muted) {
        Series series = deviation.series();
        Anomaly anomaly = new Anomaly(
                series.anomalyId(scope, service, deviation.onset()),
                0,
                scope,
                service,
                isPattern(series) ? "" : series.subject(),
                series.kind(),
                isPattern(series) ? series.subject() : null,
                State.OPEN,
                deviation.severity(),
                deviation.onset(),
                window.end(),
                null,
                deviation.measure(),
                deviation.expected(),
                deviation.observed(),
                deviation.score(),
                deviation.reason(),
                deviation.evidence(),
                muted);
        return new Episode(series, anomaly, anomaly, 0, 0, deviation.selfShare());
    }

    private static boolean isPattern(Series series) {
        return switch (series.kind()) {
            case NEW_PATTERN, PATTERN_RISE, PATTERN_GONE -> true;
            case LOG_FLOOD, ERROR_RATE, LATENCY, TRAFFIC_RISE, TRAFFIC_DROP, SILENCE, RESTART_LOOP -> false;
        };
    }

    /** After one more window out of the usual: the worst of it is kept. */
    Episode deviates(Deviation deviation, TimeWindow window) {
        boolean worse = deviation.score() > anomaly.score();
        Severity severity = worse && deviation.severity().compareTo(anomaly.severity()) > 0
                ? deviation.severity()
                : anomaly.severity();
        Anomaly next = new Anomaly(
                anomaly.id(),
                anomaly.revision(),
                anomaly.scope(),
                anomaly.service(),
                anomaly.operation(),
                anomaly.kind(),
                anomaly.patternId(),
                State.OPEN,
                severity,
                anomaly.onset(),
                window.end(),
                null,
                worse ? deviation.measure() : anomaly.measure(),
                worse ? deviation.expected() : anomaly.expected(),
                worse ? deviation.observed() : anomaly.observed(),
                Math.max(anomaly.score(), deviation.score()),
                worse ? deviation.reason() : anomaly.reason(),
                merged(anomaly.evidence(), deviation.evidence()),
                anomaly.muted());
        return new Episode(series, next, told, 0, untold + 1, Math.max(selfShare, deviation.selfShare()));
    }

    /** After one window as usual. */
    Episode calm(TimeWindow window) {
        Anomaly next = calm + 1 < CALM ? anomaly : resolved(anomaly, window);
        return new Episode(series, next, told, calm + 1, untold + 1, selfShare);
    }

    /** Whether others should hear: it is resolved, or much worse, or they have not heard for long. */
    boolean isNews() {
        return isOver()
                || anomaly.muted() != told.muted()
                || anomaly.severity() != told.severity()
                || !anomaly.measure().equals(told.measure())
                || isFar(anomaly.observed(), told.observed())
                || (untold >= HEARTBEAT && !anomaly.equals(told));
    }

    boolean isOver() {
        return anomaly.state() == State.RESOLVED;
    }

    /** As told now, one revision on. */
    Episode tell() {
        Anomaly next = copy(anomaly, anomaly.revision() + 1, anomaly.muted());
        return new Episode(series, next, next, calm, 0, selfShare);
    }

    Episode muted(boolean muted) {
        return muted == anomaly.muted()
                ? this
                : new Episode(series, copy(anomaly, anomaly.revision(), muted), told, calm, untold, selfShare);
    }

    private static boolean isFar(double now, double before) {
        return now > before * WORSE || now < before / WORSE;
    }

    private static Evidence merged(Evidence older, Evidence newer) {
        return new Evidence(
                newest(older.patterns(), newer.patterns()),
                newest(older.traces(), newer.traces()),
                newest(older.windows(), newer.windows()));
    }

    private static <T> List<T> newest(List<T> older, List<T> newer) {
        List<T> all = Stream.concat(older.stream(), newer.stream()).distinct().toList();
        return all.subList(Math.max(0, all.size() - MOST_EVIDENCE), all.size());
    }

    private static Anomaly resolved(Anomaly a, TimeWindow window) {
        return new Anomaly(
                a.id(),
                a.revision(),
                a.scope(),
                a.service(),
                a.operation(),
                a.kind(),
                a.patternId(),
                State.RESOLVED,
                a.severity(),
                a.onset(),
                a.lastSeen(),
                window.end(),
                a.measure(),
                a.expected(),
                a.observed(),
                a.score(),
                a.reason(),
                a.evidence(),
                a.muted());
    }

    private static Anomaly copy(Anomaly a, int revision, boolean muted) {
        return new Anomaly(
                a.id(),
                revision,
                a.scope(),
                a.service(),
                a.operation(),
                a.kind(),
                a.patternId(),
                a.state(),
                a.severity(),
                a.onset(),
                a.lastSeen(),
                a.resolvedAt(),
                a.measure(),
                a.expected(),
                a.observed(),
                a.score(),
                a.reason(),
                a.evidence(),
                muted);
    }
}
