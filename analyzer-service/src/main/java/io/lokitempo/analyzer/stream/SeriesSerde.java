package io.lokitempo.analyzer.stream;

import io.lokitempo.analyzer.detect.Baseline;
import io.lokitempo.analyzer.detect.Crest;
import io.lokitempo.analyzer.detect.Drift;
import io.lokitempo.analyzer.detect.SeriesState;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** A series' state in {@value #LENGTH} bytes, a form number in front. Form 1 knew neither drift nor crest. */
final class SeriesSerde implements Serde<SeriesState> {
    private static final byte FORM = 2;
    private static final byte FORM_1 = 1;
    private static final int LENGTH_1 = 1 + 3 * Integer.BYTES + 5 * Double.BYTES + 2 * Float.BYTES;
    static final int LENGTH = LENGTH_1 + Integer.BYTES + 4 * Float.BYTES;

    @Override
    public Serializer<SeriesState> serializer() {
        return (_, state) -> state == null ? null : write(state);
    }

    @Override
    public Deserializer<SeriesState> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(topic, bytes);
    }

    private static byte[] write(SeriesState state) {
        Baseline baseline = state.baseline();
        return ByteBuffer.allocate(LENGTH)
                .put(FORM)
                .putInt(baseline.windows())
                .putDouble(baseline.events())
                .putDouble(baseline.exposure())
                .putDouble(baseline.excess())
                .putDouble(baseline.square())
                .putDouble(state.anchor())
                .putFloat((float) state.riseBefore())
                .putFloat((float) state.dropBefore())
                .putInt(state.deviating())
                .putInt(state.ordinal())
                .putFloat((float) state.drift().sum())
                .putInt(state.drift().windows())
                .putFloat((float) state.drift().events())
                .putFloat((float) state.crest().highest())
                .putFloat((float) state.crest().burst())
                .array();
    }

    private static SeriesState read(String topic, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte form = bytes.length == 0 ? 0 : in.get();
        if (!(form == FORM && bytes.length == LENGTH) && !(form == FORM_1 && bytes.length == LENGTH_1)) {
            throw new SerializationException("not a series' state of " + topic + ": " + bytes.length + " bytes");
        }
        Baseline baseline = new Baseline(in.getInt(), in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble());
        return new SeriesState(
                baseline,
                in.getDouble(),
                in.getFloat(),
                in.getFloat(),
                in.getInt(),
                in.getInt(),
                form == FORM ? new Drift(in.getFloat(), in.getInt(), in.getFloat()) : Drift.NONE,
                form == FORM ? new Crest(in.getFloat(), in.getFloat()) : Crest.NONE);
    }
}
