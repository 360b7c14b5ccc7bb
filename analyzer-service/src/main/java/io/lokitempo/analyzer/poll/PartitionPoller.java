package io.lokitempo.analyzer.poll;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls for one partition from its assignment to its revocation: opens the ledger, reads back what it holds, and reads
 * on from there. After any failure of Kafka what is in memory may be ahead of what was written, so that it is dropped
 * and read back again.
 */
final class PartitionPoller implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionPoller.class);
    /** Longer than a session of the consumer group: whoever is still assigned a partition then has a right to it. */
    private static final Duration AFTER_FENCING = Duration.ofSeconds(15);

    private final int partition;
    private final Ledger.Ledgers ledgers;
    private final Pollings pollings;
    private final PollStatus status;
    private final Pauses pauses = new Pauses();

    /** Makes what polls a partition, of what its ledger holds. */
    interface Pollings {
        List<Polling> of(int partition, Ledger ledger, Ledger.Contents contents);
    }

    PartitionPoller(int partition, Ledger.Ledgers ledgers, Pollings pollings, PollStatus status) {
        this.partition = partition;
        this.ledgers = ledgers;
        this.pollings = pollings;
        this.status = status;
    }

    /** Polls until the thread is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(pollUntilItFails());
            }
        } catch (InterruptedException _) {
            LOG.debug("partition {} is left", partition);
        } finally {
            status.left(partition);
        }
    }

    /** @return how long to wait before taking the partition up again */
    private Duration pollUntilItFails() throws InterruptedException {
        status.partition(partition, "opening");
        try (Ledger ledger = ledgers.open(partition)) {
            Ledger.Contents contents = ledger.readBack();
            if (!contents.unreadable().isEmpty()) {
                Batch letters = Batch.empty();
                letters.unreadable().addAll(contents.unreadable());
                ledger.commit(letters);
            }
            LOG.info(
                    "polling partition {}: {} sources and {} patterns known",
                    partition,
                    contents.watermarks().size(),
                    contents.patterns().size());
            status.partition(partition, "polling");
            pollTogether(pollings.of(partition, ledger, contents));
            return pauses.after(true);
        } catch (Ledger.Fenced e) {
            LOG.warn("{}", e.getMessage());
            status.partition(partition, "taken over by another poller");
            return AFTER_FENCING;
        } catch (KafkaException e) {
            if (Thread.interrupted() || e.getCause() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            status.aborted();
            status.partition(partition, "waiting for Kafka: " + e.getMessage());
            LOG.warn("partition {} is read back and begun again: {}", partition, e.toString());
            return pauses.afterFailure();
        } catch (RuntimeException e) {
            status.partition(partition, "failed: " + e);
            LOG.error("partition {} met what should not happen and is begun again", partition, e);
            return pauses.afterFailure();
        }
    }

    /** Logs and traces side by side, so that one server's silence does not hold up the other; they fail together. */
    private static void pollTogether(List<Polling> pollings) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<Void> ends = new ExecutorCompletionService<>(threads);
            try {
                pollings.forEach(polling -> ends.submit(() -> pollForEver(polling)));
                ends.take().get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case InterruptedException interrupted -> throw interrupted;
                    case RuntimeException failure -> throw failure;
                    case null, default -> throw new IllegalStateException(e);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @SuppressWarnings({"InfiniteLoopStatement", "BusyWait"})
    private static Void pollForEver(Polling polling) throws InterruptedException {
        while (true) {
            Thread.sleep(polling.pass());
        }
    }
}
