package io.lokitempo.mcp.finding;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Incidents, newest state of each. */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true) // one statement each
interface Incidents extends Repository<IncidentRow, FindingKey> {
    Optional<IncidentRow> findByKey(FindingKey key);

    /** The one that holds an anomaly; merged ones are left out, since another took theirs over. */
    @NativeQuery("""
            select * from v_incidents
            where tenant = :tenant and backend = :backend and merged_into is null and anomalies @> array[cast(:anomaly as text)]
            order by onset desc
            limit 1
            """)
    Optional<IncidentRow> holding(String tenant, String backend, String anomaly);

    /** Those that lasted into {@code [from, to)} and were not merged into another: open first, gravest, then newest. */
    @Query("""
            from IncidentRow i
            where i.key.tenant = :tenant and i.key.backend = :backend and i.mergedInto is null
              and i.onset < :to and (i.state = io.lokitempo.finding.State.OPEN or i.lastSeen >= :from)
            order by case i.state when io.lokitempo.finding.State.OPEN then 0 else 1 end,
                     case i.severity
                       when io.lokitempo.finding.Severity.CRITICAL then 0
                       when io.lokitempo.finding.Severity.WARNING then 1
                       else 2 end,
                     i.onset desc, i.key.id
            """)
    List<IncidentRow> during(String tenant, String backend, Instant from, Instant to, Limit limit);
}
