package io.lokitempo.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.analyzer.detect.Baseline;
import io.lokitempo.analyzer.detect.Crest;
import io.lokitempo.analyzer.detect.Drift;
import io.lokitempo.analyzer.detect.SeriesState;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class SeriesSerdeTest {
    private final SeriesSerde serde = new SeriesSerde();

    @Test
    void state_comesBackInLessThanAHundredBytes() {
        SeriesState state = new SeriesState(
                new Baseline(1_440, 12.5, 30, -3.25, 1e9),
                1e8,
                2.5,
                0,
                3,
                2_000_000,
                new Drift(4.5, 3, 12),
                new Crest(640, 80));
        byte[] bytes = serde.serializer().serialize("series", state);
        assertThat(bytes).hasSizeLessThan(100);
        assertThat(serde.deserializer().deserialize("series", bytes)).isEqualTo(state);
    }

    @Test
    void otherBytes_areRefused() {
        assertThatThrownBy(() -> serde.deserializer().deserialize("series", new byte[] {7, 1}))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void stateOfTheFirstForm_isRead() {
        byte[] bytes = java.nio.ByteBuffer.allocate(61)
                .put((byte) 1)
                .putInt(20)
                .putDouble(40)
                .putDouble(20)
                .putDouble(0)
                .putDouble(80)
                .putDouble(0)
                .putFloat(1.5f)
                .putFloat(0)
                .putInt(0)
                .putInt(21)
                .array();
        SeriesState state = serde.deserializer().deserialize("series", bytes);
        assertThat(state.baseline()).isEqualTo(new Baseline(20, 40, 20, 0, 80));
        assertThat(state.drift()).isEqualTo(Drift.NONE);
        assertThat(state.ordinal()).isEqualTo(21);
    }
}
