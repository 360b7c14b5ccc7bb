package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Change;
import io.lokitempo.finding.ChangeKind;
import io.lokitempo.finding.Scope;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.sql.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What of the services is not as it was before. */
class Changes {
    private final JdbcClient jdbc;

    Changes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Newest first. */
    List<Change> during(Scope scope, @Nullable ServiceName service, TimeWindow range, int limit) {
        return jdbc.sql("""
                select change_id, service, kind, text, at
                from v_changes
                where tenant = :tenant and backend = :backend and (cast(:service as text) is null or service = :service)
                  and at >= :from and at < :to
                order by at desc, change_id
                limit :limit
                """)
                .param("tenant", scope.tenant().value())
                .param("backend", scope.backend())
                .param("service", service == null ? null : service.value())
                .param("from", Timestamp.from(range.start()))
                .param("to", Timestamp.from(range.end()))
                .param("limit", limit)
                .query((row, _) -> new Change(
                        row.getString("change_id"),
                        scope,
                        new ServiceName(row.getString("service")),
                        ChangeKind.valueOf(row.getString("kind")),
                        row.getString("text"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }
}
