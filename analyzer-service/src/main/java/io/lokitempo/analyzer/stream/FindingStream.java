package io.lokitempo.analyzer.stream;

import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import io.lokitempo.analyzer.settings.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the topology from when its topics are there until the application stops. A client that dies is replaced by a new
 * one, which goes on from the last committed transaction.
 */
final class FindingStream implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(FindingStream.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofSeconds(20);

    private final Topics topics;
    private final Topology topology;
    private final Properties properties;
    private final MeterRegistry meters;

    private volatile @Nullable Thread runner;
    private volatile @Nullable KafkaStreams streams;
    private volatile String trouble = "";

    FindingStream(Topics topics, Topology topology, Properties properties, MeterRegistry meters) {
        this.topics = topics;
        this.topology = topology;
        this.properties = properties;
        this.meters = meters;
    }

    /** Whether records are being worked on; not while partitions are dealt and their state read back. */
    boolean isWorking() {
        KafkaStreams running = streams;
        return running != null && running.state() == KafkaStreams.State.RUNNING;
    }

    /** The state of the client, and what ended the last one. */
    String state() {
        KafkaStreams running = streams;
        return running == null
                ? topics.pending().map(why -> "waiting for topics: " + why).orElse("starting")
                : running.state().name();
    }

    String trouble() {
        return trouble;
    }

    @Override
    public void start() {
        Thread thread = Thread.ofPlatform().name("finding-stream").unstarted(this::run);
        runner = thread; // before it starts, for it looks there whether it shall go on
        thread.start();
    }

    @Override
    public void stop() {
        Thread running = runner;
        runner = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(CLOSING);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return runner != null;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            topics.await();
            while (isRunning()) {
                long began = System.nanoTime();
                runOnce();
                boolean lasted = Duration.ofNanos(System.nanoTime() - began).compareTo(LONGEST_PAUSE) > 0;
                pause = lasted ? FIRST_PAUSE : longer(pause);
                log.warn("the stream stopped and starts again in {}: {}", pause, trouble);
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            log.debug("the stream stops");
        } catch (IllegalStateException e) {
            trouble = String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            log.error("nothing is streamed: {}", trouble);
        }
    }

    private void runOnce() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        KafkaStreams client = new KafkaStreams(topology, properties);
        client.setUncaughtExceptionHandler(e -> {
            trouble = String.valueOf(e);
            log.error("a stream thread died", e);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        client.setStateListener((state, _) -> {
            if (state.hasCompletedShutdown()) {
                ended.countDown();
            } else if (state == KafkaStreams.State.RUNNING) {
                trouble = "";
            }
        });
        streams = client;
        try (KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(client)) {
            metrics.bindTo(meters);
            client.start();
            ended.await();
        } finally {
            // Leaving at once lets the next start, or another process, take the partitions over without a session's
            // wait.
            boolean closed = client.close(
                    CloseOptions.groupMembershipOperation(LEAVE_GROUP).withTimeout(CLOSING.dividedBy(2)));
            streams = null;
            if (!closed) {
                log.warn("the stream did not close in time; its open transaction will be aborted");
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
