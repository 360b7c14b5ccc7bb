package io.lokitempo.analyzer.store;

import io.lokitempo.finding.Change;
import io.lokitempo.finding.ChangeKind;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.topic.Topic;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code change}: what is not as it was. */
final class Changes implements Sink<Change> {
    private static final String REPLACE = """
            insert into change as c select * from json_populate_recordset(null::change, ?::json)
            on conflict (tenant, backend, id) do update set text = excluded.text, at = excluded.at
            where excluded.at < c.at
            """;

    private final JdbcClient jdbc;

    Changes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Topic<Change> topic() {
        return Topic.CHANGES;
    }

    @Override
    public void write(List<Change> values) {
        List<Change> first =
                Rows.onePer(c -> c.scope() + "/" + c.id(), (a, b) -> b.at().isBefore(a.at()) ? b : a, values);
        jdbc.sql(REPLACE).param(Rows.json(first.stream().map(Row::of).toList())).update();
    }

    private record Row(
            String tenant, String backend, String id, ServiceName service, ChangeKind kind, String text, Instant at) {
        static Row of(Change change) {
            return new Row(
                    change.scope().tenant().value(),
                    change.scope().backend(),
                    change.id(),
                    change.service(),
                    change.kind(),
                    change.text(),
                    change.at());
        }
    }
}
