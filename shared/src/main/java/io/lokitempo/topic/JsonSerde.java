package io.lokitempo.topic;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import tools.jackson.core.JacksonException;

/** JSON values of one type, by {@link FindingJson}. A null value, Kafka's tombstone, stays null. */
public final class JsonSerde<T> implements Serde<T> {
    private final Class<T> type;

    public JsonSerde(Class<T> type) {
        this.type = type;
    }

    public static <T> JsonSerde<T> of(Topic<T> topic) {
        return new JsonSerde<>(topic.type());
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> value == null ? null : FindingJson.MAPPER.writeValueAsBytes(value);
    }

    /** Its deserializer throws {@link SerializationException} with the reason where bytes are not such a value. */
    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> {
            if (bytes == null) {
                return null;
            }
            try {
                return FindingJson.MAPPER.readValue(bytes, type);
            } catch (JacksonException e) {
                throw new SerializationException(
                        "not a " + type.getSimpleName() + " of " + topic + ": " + e.getOriginalMessage(), e);
            }
        };
    }
}
