package io.lokitempo.mcp.flight;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Work that many want done at once: the first who asks does it, the others wait for what it comes to, and who asks within a
 * moment after that gets the same. For use by many threads.
 *
 * @param <K> what the work is about, all that it depends on
 * @param <V> what it comes to
 */
public final class Flights<K, V> {
    private final int most;
    private final LongSupplier nanos;
    private final Map<K, Flight<V>> flights = new LinkedHashMap<>();

    /**
     * @param most flights that are held, those under way included; the oldest make room
     * @param nanos a clock that only rises
     */
    public Flights(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    /** @param own whether nobody else's was there: who asked has to do the work, and to {@link #land} it however it ends */
    public record Boarded<V>(Flight<V> flight, boolean own) {}

    public synchronized Boarded<V> board(K key) {
        long now = nanos.getAsLong();
        Flight<V> others = flights.get(key);
        if (others != null && !others.isOver(now)) {
            return new Boarded<>(others, false);
        }
        // Room is made as the new ones come, so that one look costs no more than those it drops.
        Iterator<Flight<V>> oldest = flights.values().iterator();
        while (oldest.hasNext() && (oldest.next().isOver(now) || flights.size() >= most)) {
            oldest.remove();
        }
        flights.remove(key); // or it would keep its old place
        Flight<V> own = new Flight<>(now);
        flights.put(key, own);
        return new Boarded<>(own, true);
    }

    /**
     * Ends a flight.
     *
     * @param result empty where what the work came to is nobody else's: whoever waits does it himself
     * @param life how long after its beginning others still get it; zero where only those who wait do
     */
    public void land(K key, Flight<V> flight, Optional<V> result, Duration life) {
        if (life.isZero()) {
            forget(key, flight);
        }
        flight.land(result, life);
    }

    private synchronized void forget(K key, Flight<V> flight) {
        flights.remove(key, flight);
    }

    /** After this, what was done before is given to nobody. */
    public synchronized void clear() {
        flights.clear();
    }
}
