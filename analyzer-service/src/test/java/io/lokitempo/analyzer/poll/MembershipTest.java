package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Notes who polls what until he is interrupted. */
    private static final class Analyzer implements AutoCloseable {
        private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();
        private final Membership membership;

        Analyzer(Kafka kafka) {
            membership = new Membership(kafka.client(), kafka.topics(), partition -> () -> poll(partition)).start();
        }

        private void poll(int partition) {
            partitions.add(partition);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                partitions.remove(partition);
            }
        }

        @Override
        public void close() {
            membership.close();
        }
    }

    @Test
    void partitions_areSharedAmongAnalyzers_andGoToWhoeverStays() throws InterruptedException {
        try (Kafka kafka = new Kafka(4);
                Analyzer first = new Analyzer(kafka)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(first.partitions).containsExactlyInAnyOrder(0, 1, 2, 3));
            try (Analyzer second = new Analyzer(kafka)) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(first.partitions).hasSize(2);
                    assertThat(second.partitions).hasSize(2).doesNotContainAnyElementsOf(first.partitions);
                });
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(first.partitions).hasSize(4));
        }
    }
}
