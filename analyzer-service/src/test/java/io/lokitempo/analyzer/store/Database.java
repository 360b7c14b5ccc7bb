package io.lokitempo.analyzer.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A migrated PostgreSQL, one for all tests of a run, emptied for each. */
final class Database {
    static final Duration ROLLUP_RETENTION = Duration.ofDays(400);

    private static final EmbeddedPostgres SERVER = start();

    final DataSource source = SERVER.getPostgresDatabase();
    final JdbcClient jdbc = JdbcClient.create(source);
    final DayPartitions partitions;
    final FindingStore store;
    final Rollups rollups;

    private final Clock clock;
    private final Duration retention;

    /** An emptied, migrated database. */
    static Database fresh(Clock clock, Duration retention) {
        Database database = new Database(clock, retention);
        Flyway flyway = flyway(database.source);
        flyway.clean();
        flyway.migrate();
        return database;
    }

    /** The same data at a later time. */
    Database after(Duration time) {
        return new Database(Clock.offset(clock, time), retention);
    }

    private Database(Clock clock, Duration retention) {
        this.clock = clock;
        this.retention = retention;
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        partitions = new DayPartitions(jdbc, transactions, retention, clock);
        store = new FindingStore(StoreConfiguration.sinks(jdbc), partitions, transactions);
        rollups = new Rollups(jdbc, transactions, ROLLUP_RETENTION, clock, () -> true);
    }

    static Flyway flyway(DataSource source) {
        return Flyway.configure().dataSource(source).cleanDisabled(false).load();
    }

    long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
    }
}
