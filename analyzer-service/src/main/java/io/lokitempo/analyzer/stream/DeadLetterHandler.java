package io.lokitempo.analyzer.stream;

import io.lokitempo.topic.DeadLetter;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Topic;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A record that cannot be read, or on which a stage fails, goes to the dead letters in the same transaction; the stream goes on. */
public final class DeadLetterHandler implements DeserializationExceptionHandler, ProcessingExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterHandler.class);
    private static final int MAX_BYTES = 64 << 10;

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception error) {
        return DeserializationExceptionHandler.Response.resume(List.of(letter(context, record.value(), error)));
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception error) {
        return ProcessingExceptionHandler.Response.resume(List.of(letter(context, context.sourceRawValue(), error)));
    }

    private static ProducerRecord<byte[], byte[]> letter(
            ErrorHandlerContext context, byte @Nullable [] value, Exception error) {
        String reason = error.getMessage() == null ? error.toString() : error.getMessage();
        log.warn(
                "{}-{}@{} is a dead letter at {}: {}",
                context.topic(),
                context.partition(),
                context.offset(),
                context.processorNodeId(),
                reason,
                error);
        byte[] payload = value == null ? new byte[0] : value;
        DeadLetter letter = new DeadLetter(
                context.topic(),
                context.partition(),
                context.offset(),
                reason,
                Base64.getEncoder()
                        .encodeToString(payload.length <= MAX_BYTES ? payload : Arrays.copyOf(payload, MAX_BYTES)),
                Instant.now());
        return new ProducerRecord<>(
                Topic.DEAD_LETTERS.name(),
                context.topic().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                JsonSerde.of(Topic.DEAD_LETTERS).serializer().serialize(Topic.DEAD_LETTERS.name(), letter));
    }
}
