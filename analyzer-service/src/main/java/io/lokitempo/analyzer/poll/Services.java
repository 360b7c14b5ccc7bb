package io.lokitempo.analyzer.poll;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which services Loki has, asked once a minute for all pollers of this process. */
final class Services {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final LogStore logs;
    private final Duration reach;
    private final Clock clock;
    private Map<ServiceName, List<String>> known = Map.of();
    private Instant nextRefresh = Instant.EPOCH;

    /** @param reach how far back a service is looked for */
    Services(LogStore logs, Duration reach, Clock clock) {
        this.logs = logs;
        this.reach = reach;
        this.clock = clock;
    }

    /**
     * Services seen of late with the selectors that hold their lines; those known before where Loki does not answer.
     */
    synchronized Map<ServiceName, List<String>> known() {
        Instant now = clock.instant();
        if (now.isBefore(nextRefresh)) {
            return known;
        }
        switch (logs.services(TimeWindow.before(now, reach))) {
            case Reply.Answered<Map<ServiceName, List<String>>>(var found, List<String> warnings) -> {
                if (!found.keySet().equals(known.keySet())) {
                    LOG.info("{} services write to Loki", found.size());
                    warnings.forEach(warning -> LOG.warn("services: {}", warning));
                }
                known = found;
                nextRefresh = now.plus(EVERY);
            }
            case Reply.Refused<?>(int status, String message) -> {
                LOG.warn("Loki does not tell its services: {} {}", status, message);
                nextRefresh = now.plus(AFTER_FAILURE);
            }
            case Reply.Unavailable<?> _ -> nextRefresh = now.plus(AFTER_FAILURE);
        }
        return known;
    }
}
