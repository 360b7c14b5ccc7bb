package io.lokitempo.analyzer.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps hours and days of requests up with the minutes, and drops them at the end of their own retention. Any number of
 * processes share the work: an hour is taken by one at a time.
 */
final class Rollups {
    private static final Logger log = LoggerFactory.getLogger(Rollups.class);

    private final JdbcClient jdbc;
    private final DueHours due;
    private final ServiceTotals totals;
    private final TransactionOperations transactions;
    private final Duration retention;
    private final Clock clock;
    private final BooleanSupplier ready;

    private volatile String trouble = "";

    /** @param ready whether the schema is there */
    Rollups(
            JdbcClient jdbc,
            TransactionOperations transactions,
            Duration retention,
            Clock clock,
            BooleanSupplier ready) {
        this.jdbc = jdbc;
        this.due = new DueHours(jdbc);
        this.totals = new ServiceTotals(jdbc);
        this.transactions = transactions;
        this.retention = retention;
        this.clock = clock;
        this.ready = ready;
    }

    @Scheduled(fixedDelayString = "${lokitempo.store.rollup-pause}")
    void keepUp() {
        if (ready.getAsBoolean()) {
            attempt(this::addUpAllDue);
        }
    }

    @Scheduled(fixedRate = 1, timeUnit = java.util.concurrent.TimeUnit.HOURS)
    void dropOld() {
        if (ready.getAsBoolean()) {
            attempt(this::dropPastRetention);
        }
    }

    /** Why the last attempt did not succeed, in words; empty where it did. */
    String trouble() {
        return trouble;
    }

    /** Adds up what was due when this began, an hour a transaction; what becomes due meanwhile waits for the next time. */
    int addUpAllDue() {
        Instant began = due.now();
        int hours = 0;
        while (Boolean.TRUE.equals(transactions.execute(_ -> addUpOne(began)))) {
            hours++;
        }
        return hours;
    }

    void dropPastRetention() {
        Instant oldest = clock.instant().minus(retention);
        for (String table : new String[] {"service_hour", "service_day"}) {
            jdbc.sql("delete from " + table + " where window_start < ?")
                    .param(oldest.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    private boolean addUpOne(Instant markedBy) {
        Optional<ServiceHour> hour = due.take(markedBy);
        hour.ifPresent(totals::addUp);
        return hour.isPresent();
    }

    private void attempt(Runnable work) {
        try {
            work.run();
            trouble = "";
        } catch (DataAccessException | TransactionException e) {
            if (trouble.isEmpty()) {
                log.warn("hours and days are not added up for now, will try again: {}", e.getMessage());
            }
            trouble = String.valueOf(e.getMessage());
        }
    }
}
