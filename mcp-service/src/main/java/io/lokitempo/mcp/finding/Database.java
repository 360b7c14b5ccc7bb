package io.lokitempo.mcp.finding;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The database as something that may be away. After a failed connection it is left alone for a moment, so that a tool
 * call is not held up by a wait that the call before has had already.
 */
class Database {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String QUERY_CANCELED = "57014";

    private final Clock clock;
    private final Duration pause;
    private volatile @Nullable Absence absence;

    private record Absence(String why, Instant until) {}

    /** @param pause how long it is left alone after a failure */
    Database(Clock clock, Duration pause) {
        this.clock = clock;
        this.pause = pause;
    }

    <T> Reading<T> read(Supplier<T> question) {
        Absence known = absence;
        if (known != null && clock.instant().isBefore(known.until())) {
            return new Reading.Missing<>(known.why());
        }
        try {
            T answer = question.get();
            absence = null;
            return new Reading.Read<>(answer);
        } catch (DataAccessException | TransactionException e) {
            String why = why(e);
            if (tookTooLong(e)) {
                return new Reading.Missing<>("PostgreSQL took too long for this: a shorter time_range is cheaper");
            }
            if (Thread.currentThread().isInterrupted()) { // its call was cancelled, which says nothing of the database
                return new Reading.Missing<>(why);
            }
            if (known == null || !known.why().equals(why)) {
                log.warn("findings cannot be read: {}", why);
            }
            absence = new Absence(why, clock.instant().plus(pause));
            return new Reading.Missing<>(why);
        }
    }

    /** By its statement_timeout: a question that is too great says nothing about others. */
    private static boolean tookTooLong(RuntimeException e) {
        return NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql
                && QUERY_CANCELED.equals(sql.getSQLState());
    }

    private static String why(RuntimeException e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        if (cause instanceof SQLException sql && UNDEFINED_TABLE.equals(sql.getSQLState())) {
            return "the database has no findings yet: start the analyzer on the same DATABASE_URL";
        }
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return "PostgreSQL cannot be read (" + words.lines().findFirst().orElse("") + "): see DATABASE_URL";
    }
}
