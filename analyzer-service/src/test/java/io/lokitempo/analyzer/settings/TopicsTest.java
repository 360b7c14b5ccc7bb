package io.lokitempo.analyzer.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.topic.Topic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

class TopicsTest {
    private static final EmbeddedKafkaBroker KAFKA = new EmbeddedKafkaKraftBroker(1, 1);

    @BeforeAll
    static void start() {
        KAFKA.afterPropertiesSet();
    }

    @AfterAll
    static void stop() {
        KAFKA.destroy();
    }

    @Test
    void topics_areCreatedOnceWithTheirPartitions_andAnotherNumberIsRefused() throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", KAFKA.getBrokersAsString());
        try (Topics first = new Topics(client, 3).start();
                Topics again = new Topics(client, 3).start();
                Topics other = new Topics(client, 4);
                Admin admin = Admin.create(client)) {
            first.await();
            again.await();
            assertThat(again.pending()).isEmpty();
            assertThat(admin.describeTopics(List.of(Topic.WATERMARKS.name(), Topic.INCIDENTS.name()))
                            .allTopicNames()
                            .get()
                            .values())
                    .extracting(topic -> topic.partitions().size())
                    .containsExactlyInAnyOrder(3, 1);
            assertThatThrownBy(other::start)
                    .isInstanceOf(InvalidSettings.class)
                    .hasMessageContaining("POLL_PARTITIONS is \"4\": topic lokitempo.watermarks.v1 was created with 3");
        }
    }

    @Test
    void kafkaAbsent_startsAllTheSameAndSaysWhy() {
        Map<String, Object> client =
                Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", 300, "request.timeout.ms", 200);
        try (Topics topics = new Topics(client, 3).start()) {
            assertThat(topics.pending())
                    .hasValueSatisfying(why -> assertThat(why).contains("127.0.0.1:1"));
        }
    }
}
