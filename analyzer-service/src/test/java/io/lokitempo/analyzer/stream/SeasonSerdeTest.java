package io.lokitempo.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.analyzer.detect.SeasonSlot;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class SeasonSerdeTest {
    private final SeasonSerde serde = new SeasonSerde();

    @Test
    void slot_comesBackInSixtyFourBytes() {
        SeasonSlot slot = new SeasonSlot(
                List.of(1.5, 0.0, 0.0, 0.0, 0.0, 0.0, 240.25),
                List.of(100, 0, 0, 0, 0, 0, 3),
                List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1_024.0));
        byte[] bytes = serde.serializer().serialize("season", slot);
        assertThat(bytes).hasSize(64);
        assertThat(serde.deserializer().deserialize("season", bytes)).isEqualTo(slot);
    }

    @Test
    void otherBytes_areRefused() {
        assertThatThrownBy(() -> serde.deserializer().deserialize("season", new byte[] {7, 1}))
                .isInstanceOf(SerializationException.class);
    }
}
