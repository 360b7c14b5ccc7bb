package io.lokitempo.mcp.transport;

import io.lokitempo.mcp.call.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * The sessions of one transport: at most so many, each its caller's alone, ended when nobody uses it for long.
 *
 * @param <S> what the SDK calls a session
 */
final class Sessions<S> {
    /** One client's. */
    static final class Entry<S> {
        private final String id;
        private final S session;
        private final Caller caller;
        private final Map<Object, Disposable> running = new ConcurrentHashMap<>();
        private final AtomicInteger streams = new AtomicInteger();
        private volatile Instant used;

        private Entry(String id, S session, Caller caller, Instant used) {
            this.id = id;
            this.session = session;
            this.caller = caller;
            this.used = used;
        }

        String id() {
            return id;
        }

        S session() {
            return session;
        }

        Caller caller() {
            return caller;
        }

        /** Remembers work on a request for as long as it runs, so that it can be cancelled by the request's id. */
        void runs(Object request, Disposable work) {
            running.put(request, work);
        }

        void ran(Object request, Disposable work) {
            running.remove(request, work);
        }

        /** Whether there was work on it. */
        boolean cancel(@Nullable Object request) {
            Disposable work = request == null ? null : running.remove(request);
            if (work != null) {
                work.dispose();
            }
            return work != null;
        }

        void streamOpened() {
            streams.incrementAndGet();
        }

        void streamClosed() {
            streams.decrementAndGet();
        }

        private void cancelAll() {
            running.values().forEach(Disposable::dispose);
            running.clear();
        }

        private boolean isBusy() {
            return streams.get() > 0 || !running.isEmpty();
        }
    }

    private final int most;
    private final Duration idle;
    private final Clock clock;
    private final BiPredicate<Caller, Caller> same;
    private final Consumer<Entry<S>> ended;
    private final Map<String, Entry<S>> entries = new ConcurrentHashMap<>();

    /**
     * @param same whether a session of the first caller is the second's, too
     * @param ended is told of each session that is no more, once
     */
    Sessions(int most, Duration idle, Clock clock, BiPredicate<Caller, Caller> same, Consumer<Entry<S>> ended) {
        this.most = most;
        this.idle = idle;
        this.clock = clock;
        this.same = same;
        this.ended = ended;
    }

    /** Whether one more can be opened, now and most likely in a moment. */
    synchronized boolean hasRoom() {
        return entries.size() < most || entries.values().stream().anyMatch(entry -> !entry.isBusy());
    }

    /** Empty where there are too many; one that nobody uses makes room, the longest idle first. */
    synchronized Optional<Entry<S>> open(String id, S session, Caller caller) {
        if (entries.size() >= most) {
            entries.values().stream()
                    .filter(entry -> !entry.isBusy())
                    .min(Comparator.comparing(entry -> entry.used))
                    .ifPresent(this::end);
        }
        if (entries.size() >= most) {
            return Optional.empty();
        }
        Entry<S> entry = new Entry<>(id, session, caller, clock.instant());
        entries.put(id, entry);
        return Optional.of(entry);
    }

    /** The session of this id, where it is the caller's: to others it is as if it were not there. */
    Optional<Entry<S>> find(@Nullable String id, Caller caller) {
        Entry<S> entry = id == null ? null : entries.get(id);
        if (entry == null || !same.test(entry.caller, caller)) {
            return Optional.empty();
        }
        entry.used = clock.instant();
        return Optional.of(entry);
    }

    /** The session of this id, whoever's it is: for what the server tells of its own accord. */
    Optional<Entry<S>> byId(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    Collection<Entry<S>> all() {
        return entries.values();
    }

    /** Ends it and all its work; does nothing where it has ended already. */
    void end(Entry<S> entry) {
        if (entries.remove(entry.id, entry)) {
            entry.cancelAll();
            ended.accept(entry);
        }
    }

    /** Ends those that nobody has used for long. */
    void sweep() {
        Instant before = clock.instant().minus(idle);
        List<Entry<S>> old = new ArrayList<>();
        for (Entry<S> entry : entries.values()) {
            if (!entry.isBusy() && entry.used.isBefore(before)) {
                old.add(entry);
            }
        }
        old.forEach(this::end);
    }

    void endAll() {
        List.copyOf(entries.values()).forEach(this::end);
    }
}
