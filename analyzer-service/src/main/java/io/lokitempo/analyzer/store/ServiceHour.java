package io.lokitempo.analyzer.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * An hour of a service.
 *
 * @param start a full hour of UTC
 */
record ServiceHour(String tenant, String backend, String service, Instant start) implements Comparable<ServiceHour> {
    // One order for all writers, so that none waits for another that waits for it.
    private static final Comparator<ServiceHour> ORDER = Comparator.comparing(ServiceHour::tenant)
            .thenComparing(ServiceHour::backend)
            .thenComparing(ServiceHour::service)
            .thenComparing(ServiceHour::start);

    static ServiceHour of(String tenant, String backend, String service, Instant at) {
        return new ServiceHour(tenant, backend, service, at.truncatedTo(ChronoUnit.HOURS));
    }

    Instant day() {
        return start.truncatedTo(ChronoUnit.DAYS);
    }

    @Override
    public int compareTo(ServiceHour other) {
        return ORDER.compare(this, other);
    }
}
