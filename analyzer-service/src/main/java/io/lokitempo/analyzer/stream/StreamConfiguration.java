package io.lokitempo.analyzer.stream;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.detect.FalseAlarmBudget;
import io.lokitempo.analyzer.runtime.Muting;
import io.lokitempo.analyzer.settings.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StreamConfiguration {
    static final String APPLICATION_ID = "lokitempo-stream";

    private static final int COMMIT_MILLIS = 1_000;
    private static final long CACHE_BYTES = 16L << 20;

    @Bean
    FindingStream findingStream(
            Topics topics, KafkaProperties kafka, StreamSettings settings, Muting muting, MeterRegistry meters) {
        Detection detection = new Detection(FalseAlarmBudget.DEFAULT, settings.alertHorizon(), muting::rules);
        return new FindingStream(topics, FindingTopology.of(detection), properties(kafka, settings), meters);
    }

    @Bean
    StreamHealth stream(FindingStream stream) {
        return new StreamHealth(stream);
    }

    static Properties properties(KafkaProperties kafka, StreamSettings settings) {
        Properties properties = new Properties();
        properties.putAll(kafka.buildStreamsProperties());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        properties.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 30_000);
        return properties;
    }
}
