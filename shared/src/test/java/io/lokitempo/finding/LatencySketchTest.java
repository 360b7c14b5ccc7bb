package io.lokitempo.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencySketchTest {
    @Test
    void quantiles_ofALogNormal_areWithinOnePercent() {
        Random random = new Random(7);
        long[] nanos = random.doubles(50_000)
                .mapToLong(_ -> (long) Math.exp(17 + random.nextGaussian()))
                .sorted()
                .toArray();
        LatencySketch sketch = LatencySketch.of(nanos);
        for (double q : new double[] {.01, .5, .95, .99, .999}) {
            double exact = nanos[(int) (q * (nanos.length - 1))];
            assertThat((double) sketch.quantileNanos(q)).isCloseTo(exact, within(exact * .0101));
        }
        assertThat(sketch.maxNanos()).isEqualTo(nanos[nanos.length - 1]);
    }

    @Test
    void plus_ofTwoHalves_isTheSketchOfAll() {
        long[] all = new Random(3).longs(1_000, 1, 5_000_000_000L).toArray();
        LatencySketch halves = LatencySketch.of(Arrays.copyOf(all, 400))
                .plus(LatencySketch.of(Arrays.copyOfRange(all, 400, all.length)));
        LatencySketch whole = LatencySketch.of(all);
        assertThat(halves.count()).isEqualTo(whole.count());
        assertThat(halves.maxNanos()).isEqualTo(whole.maxNanos());
        for (double q = 0; q <= 1; q += .05) {
            assertThat(halves.quantileNanos(q)).isEqualTo(whole.quantileNanos(q));
        }
    }

    @Test
    void decode_ofAnEncodedSketch_losesNothing() {
        LatencySketch sketch = LatencySketch.of(0, 1, 999, 5_000_000, 61_000_000_000L);
        LatencySketch back = LatencySketch.fromBase64(sketch.toBase64());
        assertThat(back).isEqualTo(sketch);
        assertThat(back.sumNanos()).isEqualTo(sketch.sumNanos());
        assertThat(LatencySketch.decode(LatencySketch.empty().encode()).count()).isZero();
    }

    @Test
    void decode_ofFormsEndToEnd_isTheirSum() {
        Random random = new Random(11);
        ByteArrayOutputStream endToEnd = new ByteArrayOutputStream();
        List<LatencySketch> minutes = new ArrayList<>();
        LatencySketch sum = LatencySketch.empty();
        for (int i = 0; i < 30; i++) {
            LatencySketch minute = i == 7
                    ? LatencySketch.empty()
                    : LatencySketch.of(random.longs(1 + i, 0, 1L << (4 + i)).toArray());
            endToEnd.writeBytes(minute.encode());
            minutes.add(minute);
            sum = sum.plus(minute);
        }
        for (LatencySketch merged : List.of(LatencySketch.decode(endToEnd.toByteArray()), LatencySketch.sum(minutes))) {
            assertThat(merged).isEqualTo(sum);
            assertThat(merged.sumNanos()).isEqualTo(sum.sumNanos());
            assertThat(merged.maxNanos()).isEqualTo(sum.maxNanos());
            assertThat(merged.quantileNanos(.95)).isEqualTo(sum.quantileNanos(.95));
        }
        assertThat(LatencySketch.sum(List.of()).count()).isZero();
        assertThat(minutes.getFirst().count()).isEqualTo(1);
    }

    @Test
    void decode_ofOtherBytes_isRefused() {
        assertThatThrownBy(() -> LatencySketch.decode(new byte[] {1, 2, 3, 4}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
