package io.lokitempo.analyzer.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The days of the fact tables: {@code log_window_20261122} and so on, in UTC. A day's partition is made ahead of its day,
 * or when its first row comes, and dropped whole when its last instant is older than the retention.
 */
final class DayPartitions {
    private static final Logger log = LoggerFactory.getLogger(DayPartitions.class);
    private static final List<String> TABLES = List.of("log_window", "pattern_count", "service_window", "service_edge");
    private static final int DAYS_AHEAD = 2;
    // Any number that no one else uses: only one process at a time shall change partitions.
    private static final long LOCK = 4_270_137_001L;

    private static final String EXISTING = """
            select c.relname from pg_inherits i
            join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
            where p.relname = ? and p.relnamespace = current_schema()::regnamespace
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Duration retention;
    private final Clock clock;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    DayPartitions(JdbcClient jdbc, TransactionOperations transactions, Duration retention, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.retention = retention;
        this.clock = clock;
    }

    /** Whether rows of that instant are still kept, or would be dropped at once. */
    boolean keeps(Instant instant) {
        return !day(instant).isBefore(oldestKept());
    }

    /** Makes sure that rows of these instants find their partition. */
    void cover(Collection<Instant> instants) {
        Set<LocalDate> missing = new TreeSet<>();
        instants.stream().filter(this::keeps).map(DayPartitions::day).forEach(missing::add);
        missing.removeAll(known);
        if (!missing.isEmpty()) {
            create(missing);
        }
    }

    /** Makes the coming days and drops those past retention. */
    void keepUp() {
        LocalDate today = day(clock.instant());
        create(today.datesUntil(today.plusDays(DAYS_AHEAD + 1L)).toList());
        dropOld();
    }

    /** Looks at the database again before believing that a partition exists: another process may have dropped it. */
    void forget() {
        known.clear();
    }

    private void create(Collection<LocalDate> days) {
        transactions.executeWithoutResult(_ -> {
            lock();
            for (String table : TABLES) {
                Set<String> existing = existing(table);
                days.stream()
                        .filter(day -> !existing.contains(partition(table, day)))
                        .forEach(day -> create(table, day));
            }
        });
        known.addAll(days);
    }

    // Attached, not created in place: that would lock readers of the whole table out behind any long query.
    private void create(String table, LocalDate day) {
        jdbc.sql("""
                create table %1$s (like %2$s including all);
                alter table %2$s attach partition %1$s for values from ('%3$s 00:00+00') to ('%4$s 00:00+00')
                """.formatted(partition(table, day), table, day, day.plusDays(1)))
                .update();
    }

    private void dropOld() {
        LocalDate oldest = oldestKept();
        transactions.executeWithoutResult(_ -> {
            lock();
            // A drop waits for running queries and new queries wait for it: better to come back in an hour.
            jdbc.sql("set local lock_timeout = '5s'").update();
            for (String table : TABLES) {
                String first = partition(table, oldest);
                existing(table).stream()
                        .filter(name -> name.compareTo(first) < 0)
                        .forEach(name -> {
                            jdbc.sql("drop table " + name).update();
                            log.info("dropped {}: past the retention of {}", name, retention);
                        });
            }
        });
        known.removeIf(day -> day.isBefore(oldest));
    }

    private void lock() {
        jdbc.sql("select pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query((_, _) -> LOCK)
                .single();
    }

    private Set<String> existing(String table) {
        return jdbc.sql(EXISTING).param(table).query(String.class).set();
    }

    private LocalDate oldestKept() {
        return day(clock.instant().minus(retention));
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static String partition(String table, LocalDate day) {
        return table + "_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
