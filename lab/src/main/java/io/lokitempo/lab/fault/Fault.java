package io.lokitempo.lab.fault;

import java.time.Duration;

/** One thing that goes wrong, for a while. */
public sealed interface Fault {
    /** How long it lasts. */
    Duration length();

    /** What it is, for people. */
    String name();

    /** Whom telemetry is asked of. */
    enum Upstream {
        LOKI,
        TEMPO
    }

    /** @param share of the requests that it hits, above 0, at most 1 */
    record OfUpstream(Upstream upstream, UpstreamFault kind, double share, Duration length) implements Fault {
        @Override
        public String name() {
            return upstream + " " + kind;
        }
    }

    /** @param length until the process comes back, if it does */
    record OfProcess(ProcessFault kind, Duration length) implements Fault {
        @Override
        public String name() {
            return kind.toString();
        }
    }
}
