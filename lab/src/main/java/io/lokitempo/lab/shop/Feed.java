package io.lokitempo.lab.shop;

import io.lokitempo.lab.shop.sim.Recorder;
import io.lokitempo.lab.shop.sim.Signal;
import io.lokitempo.lab.shop.sim.Simulation;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The shop's telemetry in the order of time. A request leaves telemetry for as long as it takes, so the feed runs the
 * seconds of arrival and keeps back what is not due yet. For one thread.
 */
public final class Feed {
    private final Pending<LogLine> lines;
    private final Pending<Span> spans;
    private final Simulation simulation;
    private long nextSecond;
    private Instant position;

    Feed(Shop shop, Instant from, Set<Signal> wanted) {
        long fromNanos = Nanos.of(from);
        this.lines = new Pending<>(fromNanos, LogLine::timestampNanos);
        this.spans = new Pending<>(fromNanos, Span::endNanos);
        this.position = from;
        this.nextSecond = from.minus(Simulation.HORIZON).getEpochSecond();
        ShopConfig config = shop.config();
        this.simulation = new Simulation(
                shop.seed(), config.requestsPerSecond(), config.zone(), config.schedule(), wanted, new Recorder() {
                    @Override
                    public void line(LogLine line) {
                        lines.add(line);
                    }

                    @Override
                    public void span(Span span) {
                        spans.add(span);
                    }
                });
    }

    public Instant position() {
        return position;
    }

    /** What became due since the last call, or since the feed's beginning; nothing where {@code to} is not later. */
    public Telemetry advanceTo(Instant to) {
        if (!to.isAfter(position)) {
            return new Telemetry(List.of(), List.of());
        }
        long toNanos = Nanos.of(to);
        while (nextSecond * 1_000_000_000L < toNanos) {
            simulation.run(nextSecond++);
        }
        position = to;
        return new Telemetry(lines.dueBefore(toNanos), spans.dueBefore(toNanos));
    }

    /** Things that were made, in the order of their making; that order decides between equal times. */
    private static final class Pending<T> {
        private final long fromNanos;
        private final ToLongFunction<T> time;
        private List<T> made = new ArrayList<>();

        Pending(long fromNanos, ToLongFunction<T> time) {
            this.fromNanos = fromNanos;
            this.time = time;
        }

        void add(T one) {
            if (time.applyAsLong(one) >= fromNanos) {
                made.add(one);
            }
        }

        List<T> dueBefore(long nanos) {
            List<T> due = new ArrayList<>(made.size());
            List<T> later = new ArrayList<>();
            for (T one : made) {
                (time.applyAsLong(one) < nanos ? due : later).add(one);
            }
            made = later;
            due.sort(Comparator.comparingLong(time));
            return due;
        }
    }
}
