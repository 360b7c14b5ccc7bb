package io.lokitempo.mcp.finding;

import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.State;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Anomalies, newest state of each. */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true) // one statement each
interface Anomalies extends Repository<AnomalyRow, FindingKey> {
    Optional<AnomalyRow> findByKey(FindingKey key);

    List<AnomalyRow> findByKeyTenantAndKeyBackendAndKeyIdIn(String tenant, String backend, Collection<String> ids);

    /**
     * Those that lasted into {@code [from, to)}, gravest first, then newest first. A null narrows nothing.
     */
    @Query("""
            from AnomalyRow a
            where a.key.tenant = :tenant and a.key.backend = :backend
              and a.onset < :to and (a.state = io.lokitempo.finding.State.OPEN or a.lastSeen >= :from)
              and (:service is null or a.service = :service)
              and (:kind is null or a.kind = :kind)
              and (:state is null or a.state = :state)
              and (:severity is null or a.severity = :severity)
            order by case a.severity
                       when io.lokitempo.finding.Severity.CRITICAL then 0
                       when io.lokitempo.finding.Severity.WARNING then 1
                       else 2 end,
                     a.onset desc, a.key.id
            """)
    List<AnomalyRow> during(
            String tenant,
            String backend,
            Instant from,
            Instant to,
            @Nullable String service,
            @Nullable AnomalyKind kind,
            @Nullable State state,
            @Nullable Severity severity,
            Limit limit);
}
