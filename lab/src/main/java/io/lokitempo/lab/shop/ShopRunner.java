package io.lokitempo.lab.shop;

import io.lokitempo.lab.shop.push.Push;
import io.lokitempo.lab.shop.push.PushFormat;
import io.lokitempo.lab.shop.push.PushProgress;
import io.lokitempo.lab.shop.scenario.Scenario;
import io.lokitempo.lab.shop.sim.Signal;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shop that runs: pushes history, then what happens each second, until closed. A restart goes on where the last run
 * ended, unless it has slept longer than the backfill; then it starts anew. Servers that keep nothing over a restart are
 * sent the same history again.
 */
public final class ShopRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShopRunner.class);
    private static final Duration REPORT_EVERY = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Shop shop;
    private final InstantSource clock;
    private final List<Lane<?>> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * How one signal's pushing goes.
     *
     * @param lag from what has been pushed to now
     */
    public record Progress(Instant through, Duration lag, PushProgress push) {}

    private ShopRunner(ShopSettings settings, InstantSource clock) {
        this.clock = clock;
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Duration memory = longer(settings.backfill(), settings.repush());
        ShopState state = ShopState.open(settings.stateFile(), settings);
        boolean fresh = state.origin().isEmpty() || !sleptLessThan(state, now.minus(memory));
        Instant origin = fresh ? now : state.origin().orElseThrow();
        Instant earliest = later(origin.minus(settings.backfill()), now.minus(memory));
        if (fresh) {
            state.begin(origin);
        }
        this.shop = settings.shop(origin);
        TruthFile truth = new TruthFile(settings.truthFile(), shop.config().schedule());
        boolean again = settings.repush().isPositive();
        add(settings.loki(), "lines", Signal.LINES, Telemetry::lines, PushFormat.LOKI, state, earliest, again, truth);
        add(settings.traces(), "spans", Signal.SPANS, Telemetry::spans, PushFormat.OTLP, state, earliest, again, truth);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    public static ShopRunner start(ShopSettings settings) {
        return start(settings, InstantSource.system());
    }

    static ShopRunner start(ShopSettings settings, InstantSource clock) {
        ShopRunner runner = new ShopRunner(settings, clock);
        runner.lanes.forEach(lane -> runner.threads.add(
                Thread.ofVirtual().name("shop-" + lane.name()).start(lane::run)));
        runner.threads.add(Thread.ofVirtual().name("shop-report").start(runner::report));
        return runner;
    }

    private static boolean sleptLessThan(ShopState state, Instant earliest) {
        return List.of("lines", "spans").stream()
                .flatMap(lane -> state.through(lane).stream())
                .anyMatch(through -> !through.isBefore(earliest));
    }

    private <T> void add(
            Optional<Endpoint> target,
            String name,
            Signal signal,
            Function<Telemetry, List<T>> part,
            PushFormat<T> format,
            ShopState state,
            Instant earliest,
            boolean again,
            TruthFile truth) {
        target.ifPresent(endpoint -> {
            Instant through = state.through(name).filter(earliest::isBefore).orElse(earliest);
            Instant from = again ? earliest : through;
            boolean tellsTruth = lanes.isEmpty();
            Consumer<TimeWindow> pushed = window -> {
                if (!window.end().isAfter(through)) {
                    return;
                }
                if (tellsTruth) {
                    truth.passed(new TimeWindow(later(window.start(), through), window.end()));
                }
                state.pushed(name, window.end());
            };
            Feed feed = shop.feed(from, EnumSet.of(signal));
            lanes.add(new Lane<>(name, feed, part, new Push<>(endpoint, format), clock, pushed));
        });
    }

    /** What is happening right now. */
    public Optional<Scenario> scenario() {
        return shop.config().schedule().at(Nanos.of(clock.instant()));
    }

    public Shop shop() {
        return shop;
    }

    /** By signal: {@code lines} and {@code spans}, as far as they have somewhere to go. */
    public Map<String, Progress> progress() {
        Map<String, Progress> progress = new TreeMap<>();
        Instant now = clock.instant();
        lanes.forEach(lane -> progress.put(
                lane.name(), new Progress(lane.through(), Duration.between(lane.through(), now), lane.progress())));
        return progress;
    }

    private void report() {
        try {
            while (true) {
                Thread.sleep(REPORT_EVERY);
                progress().forEach(ShopRunner::log);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static void log(String name, Progress progress) {
        PushProgress push = progress.push();
        LOG.info(
                "shop: {} {} delivered, {} s behind, {} refused, {} retries{}",
                push.delivered(),
                name,
                progress.lag().toSeconds(),
                push.refused(),
                push.retries(),
                push.lastFailure().isEmpty() ? "" : ", last: " + push.lastFailure());
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        progress().forEach(ShopRunner::log);
    }
}
