package io.lokitempo.lab.shop;

import io.lokitempo.lab.shop.push.Push;
import io.lokitempo.lab.shop.push.PushProgress;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One signal on its way to its server, in steps of time: history in long steps as fast as the server takes it, then a
 * step a second. A lane whose server is away stands still and catches up later; the other lane does not notice.
 */
final class Lane<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(30);

    private final String name;
    private final Feed feed;
    private final Function<Telemetry, List<T>> part;
    private final Push<T> push;
    private final InstantSource clock;
    private final Consumer<TimeWindow> pushed;
    private volatile Instant through;

    Lane(
            String name,
            Feed feed,
            Function<Telemetry, List<T>> part,
            Push<T> push,
            InstantSource clock,
            Consumer<TimeWindow> pushed) {
        this.name = name;
        this.feed = feed;
        this.part = part;
        this.push = push;
        this.clock = clock;
        this.pushed = pushed;
        this.through = feed.position();
    }

    String name() {
        return name;
    }

    Instant through() {
        return through;
    }

    PushProgress progress() {
        return push.progress();
    }

    /** Runs until interrupted. */
    void run() {
        try (push) {
            while (!Thread.currentThread().isInterrupted()) {
                Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
                if (now.isAfter(through)) {
                    step(now);
                } else {
                    Thread.sleep(Duration.between(clock.instant(), now.plusSeconds(1))
                            .plusMillis(5));
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            LOG.error("the shop's {} have stopped at {}", name, through, bug);
            throw bug;
        }
    }

    private void step(Instant now) throws InterruptedException {
        Instant farthest = through.plus(LONGEST_STEP);
        Instant to = farthest.isBefore(now) ? farthest : now;
        push.push(part.apply(feed.advanceTo(to)));
        TimeWindow window = new TimeWindow(through, to);
        through = to;
        pushed.accept(window);
    }
}
