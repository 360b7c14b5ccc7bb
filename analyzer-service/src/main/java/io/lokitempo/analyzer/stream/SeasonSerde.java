package io.lokitempo.analyzer.stream;

import io.lokitempo.analyzer.detect.SeasonSlot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** An hour's season in {@value #LENGTH} bytes, a form number in front. */
final class SeasonSerde implements Serde<SeasonSlot> {
    private static final byte FORM = 1;
    static final int LENGTH = 1 + SeasonSlot.DAYS * (2 * Float.BYTES + 1);

    @Override
    public Serializer<SeasonSlot> serializer() {
        return (_, slot) -> slot == null ? null : write(slot);
    }

    @Override
    public Deserializer<SeasonSlot> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(topic, bytes);
    }

    private static byte[] write(SeasonSlot slot) {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).put(FORM);
        for (int day = 0; day < SeasonSlot.DAYS; day++) {
            out.putFloat(slot.levels().get(day).floatValue())
                    .put(slot.weeks().get(day).byteValue())
                    .putFloat(slot.peaks().get(day).floatValue());
        }
        return out.array();
    }

    private static SeasonSlot read(String topic, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length != LENGTH || in.get() != FORM) {
            throw new SerializationException("not a season of " + topic + ": " + bytes.length + " bytes");
        }
        List<Double> levels = new ArrayList<>();
        List<Integer> weeks = new ArrayList<>();
        List<Double> peaks = new ArrayList<>();
        for (int day = 0; day < SeasonSlot.DAYS; day++) {
            levels.add((double) in.getFloat());
            weeks.add((int) in.get());
            peaks.add((double) in.getFloat());
        }
        return new SeasonSlot(levels, weeks, peaks);
    }
}
