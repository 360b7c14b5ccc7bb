package io.lokitempo.mcp.finding;

import io.lokitempo.mcp.flight.Flight;
import io.lokitempo.mcp.flight.Flights;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the database was asked a moment ago. An incident that pages a team has many agents ask the same at once, and one
 * answer needs the same facts several times: each is read once for all who ask while it is read and for a moment after.
 *
 * <p>Only what was read is shared. Who waited for a reading that failed, or was broken off with the call it belonged to,
 * asks again.
 */
final class Recent {
    private final Duration life;
    private final Flights<Object, Reading<?>> flights;

    /**
     * @param life how long after it was begun a reading that is done is given out; none is shared where it is zero
     * @param most readings that are held
     * @param nanos a clock that only rises
     */
    Recent(Duration life, int most, LongSupplier nanos) {
        this.life = life;
        this.flights = new Flights<>(most, nanos);
    }

    /**
     * @param key all that the reading depends on, its scope first
     * @param question is asked where nobody did a moment ago
     */
    <T> Reading<T> read(Object key, Supplier<Reading<T>> question) {
        if (life.isZero()) {
            return question.get();
        }
        Flights.Boarded<Reading<?>> boarded = flights.board(key);
        return boarded.own() ? asked(key, boarded.flight(), question) : shared(boarded.flight(), question);
    }

    private <T> Reading<T> asked(Object key, Flight<Reading<?>> mine, Supplier<Reading<T>> question) {
        Optional<Reading<?>> read = Optional.empty();
        try {
            Reading<T> reading = question.get();
            read = Optional.<Reading<?>>of(reading).filter(one -> one.found().isPresent());
            return reading;
        } finally {
            flights.land(key, mine, read, read.isPresent() ? life : Duration.ZERO);
        }
    }

    @SuppressWarnings("unchecked") // a key stands for one question, and so for one type
    private static <T> Reading<T> shared(Flight<Reading<?>> others, Supplier<Reading<T>> question) {
        try {
            Optional<Reading<?>> read = others.await();
            return read.isPresent() ? (Reading<T>) read.get() : question.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return question.get();
        }
    }
}
