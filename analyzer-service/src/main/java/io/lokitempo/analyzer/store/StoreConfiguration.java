package io.lokitempo.analyzer.store;

import io.lokitempo.topic.DeadLetter;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.ExponentialBackOff;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class StoreConfiguration {
    /** Consumers a process; the partitions of all topics are dealt alike, so a service's rows have one writer. */
    private static final int CONSUMERS = 2;

    @Bean
    DayPartitions dayPartitions(
            JdbcClient jdbc, PlatformTransactionManager transactions, StoreSettings settings, Clock clock) {
        return new DayPartitions(jdbc, new TransactionTemplate(transactions), settings.retention(), clock);
    }

    @Bean
    FindingStore findingStore(JdbcClient jdbc, PlatformTransactionManager transactions, DayPartitions partitions) {
        return new FindingStore(sinks(jdbc), partitions, new TransactionTemplate(transactions));
    }

    static List<Sink<?>> sinks(JdbcClient jdbc) {
        Services services = new Services(jdbc);
        return List.of(
                new LogPatterns(jdbc),
                new LogWindows(jdbc, services),
                new ServiceWindows(jdbc, services),
                new ServiceEdges(jdbc),
                new Anomalies(jdbc),
                new Incidents(jdbc),
                new Changes(jdbc),
                new Watermarks(jdbc));
    }

    @Bean
    StoreListener storeListener(FindingStore store, KafkaProperties kafka, Clock clock) {
        var producers = new DefaultKafkaProducerFactory<String, DeadLetter>(
                kafka.buildProducerProperties(),
                new StringSerializer(),
                JsonSerde.of(Topic.DEAD_LETTERS).serializer());
        return new StoreListener(store, new DeadLetters(new KafkaTemplate<>(producers), clock));
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<String, byte[]> storeListeners(KafkaProperties kafka) {
        Map<String, Object> consumer = kafka.buildConsumerProperties();
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        var factory = new ConcurrentKafkaListenerContainerFactory<String, byte[]>();
        factory.setConsumerFactory(
                new DefaultKafkaConsumerFactory<>(consumer, new StringDeserializer(), new ByteArrayDeserializer()));
        factory.setBatchListener(true);
        factory.setConcurrency(CONSUMERS);
        factory.setCommonErrorHandler(new DefaultErrorHandler(untilItWorks()));
        return factory;
    }

    @Bean
    Schema schema(Flyway flyway, DayPartitions partitions, KafkaListenerEndpointRegistry listeners) {
        return new Schema(flyway, partitions, () -> startStoring(listeners));
    }

    @Bean
    Rollups rollups(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            StoreSettings settings,
            Clock clock,
            Schema schema) {
        return new Rollups(
                jdbc, new TransactionTemplate(transactions), settings.rollupRetention(), clock, schema::isReady);
    }

    @Bean
    StoreHealth store(Schema schema, StoreListener listener, Rollups rollups) {
        return new StoreHealth(schema, listener, rollups);
    }

    /** Nothing at the start of the application: {@link Schema} migrates when the database is there. */
    @Bean
    FlywayMigrationStrategy migrateLater() {
        return _ -> {};
    }

    private static void startStoring(KafkaListenerEndpointRegistry listeners) {
        var container = listeners.getListenerContainer(StoreListener.ID);
        if (container != null) {
            container.start();
        }
    }

    private static ExponentialBackOff untilItWorks() {
        ExponentialBackOff backOff =
                new ExponentialBackOff(Duration.ofMillis(500).toMillis(), 2);
        backOff.setMaxInterval(Duration.ofSeconds(10).toMillis());
        return backOff;
    }
}
