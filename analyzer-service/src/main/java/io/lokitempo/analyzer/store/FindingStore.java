package io.lokitempo.analyzer.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Everything that is kept. A batch of findings is stored whole or not at all. */
public final class FindingStore {
    private final Collection<Sink<?>> sinks;
    private final DayPartitions partitions;
    private final TransactionOperations transactions;

    FindingStore(Collection<Sink<?>> sinks, DayPartitions partitions, TransactionOperations transactions) {
        this.sinks = List.copyOf(sinks);
        this.partitions = partitions;
        this.transactions = transactions;
    }

    /** Keeps findings in a database that has the schema, without the rest of the service. */
    public static FindingStore in(DataSource database, Duration retention, Clock clock) {
        JdbcClient jdbc = JdbcClient.create(database);
        TransactionOperations transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        return new FindingStore(
                StoreConfiguration.sinks(jdbc), new DayPartitions(jdbc, transactions, retention, clock), transactions);
    }

    Collection<Sink<?>> sinks() {
        return sinks;
    }

    /**
     * Stores findings of any kind, oldest first. Facts past retention are left out: their partitions are gone.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException where one of them does not fit its table
     * @throws RuntimeException where the database is away, or a finding lacks a field
     */
    public void write(List<?> findings) {
        List<Runnable> writes = new ArrayList<>();
        List<Instant> instants = new ArrayList<>();
        sinks.forEach(sink -> plan(sink, findings, writes, instants));
        partitions.cover(instants);
        transactions.executeWithoutResult(_ -> writes.forEach(Runnable::run));
    }

    /** Stores one finding, after looking again whether its partition is there. */
    void writeAlone(Object finding) {
        partitions.forget();
        write(List.of(finding));
    }

    private <V> void plan(Sink<V> sink, List<?> findings, List<Runnable> writes, List<Instant> instants) {
        Predicate<V> kept = value -> isKept(sink.partitionOf(value));
        List<V> values = findings.stream()
                .filter(sink.topic().type()::isInstance)
                .map(sink.topic().type()::cast)
                .filter(kept)
                .toList();
        if (!values.isEmpty()) {
            writes.add(() -> sink.write(values));
            values.stream()
                    .map(sink::partitionOf)
                    .filter(i -> !i.equals(Instant.MAX))
                    .forEach(instants::add);
        }
    }

    private boolean isKept(Instant instant) {
        return instant.equals(Instant.MAX) || partitions.keeps(instant);
    }
}
