package io.lokitempo.finding;

import com.datadoghq.sketch.ddsketch.DDSketchWithExactSummaryStatistics;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Durations in nanoseconds, as a DDSketch: every quantile is within 1% of a duration that was recorded, merging loses
 * nothing, and count, sum, least and greatest are exact. A sketch of a service's minute takes some hundred bytes.
 *
 * @see <a href="https://www.vldb.org/pvldb/vol12/p2195-masson.pdf">Masson, Rim, Lee: DDSketch, VLDB 2019</a>
 */
public final class LatencySketch {
    public static final double RELATIVE_ERROR = 0.01;

    private static final LogarithmicMapping MAPPING = new LogarithmicMapping(RELATIVE_ERROR);
    private static final LatencySketch EMPTY = new LatencySketch(fresh());

    private final DDSketchWithExactSummaryStatistics sketch;

    private LatencySketch(DDSketchWithExactSummaryStatistics sketch) {
        this.sketch = sketch;
    }

    public static LatencySketch empty() {
        return EMPTY;
    }

    /** @param nanos negative ones count as 0 */
    public static LatencySketch of(long... nanos) {
        DDSketchWithExactSummaryStatistics sketch = fresh();
        for (long value : nanos) {
            sketch.accept((double) Math.max(0, value));
        }
        return new LatencySketch(sketch);
    }

    public static LatencySketch of(Collection<Long> nanos) {
        return of(nanos.stream().mapToLong(Long::longValue).toArray());
    }

    /** All durations of both; neither argument changes. */
    public LatencySketch plus(LatencySketch other) {
        if (other.count() == 0) {
            return this;
        }
        if (count() == 0) {
            return other;
        }
        DDSketchWithExactSummaryStatistics sum = sketch.copy();
        sum.mergeWith(other.sketch);
        return new LatencySketch(sum);
    }

    /** All durations of all of them; none of them changes. */
    public static LatencySketch sum(Collection<LatencySketch> sketches) {
        List<LatencySketch> filled =
                sketches.stream().filter(one -> one.count() > 0).toList();
        if (filled.size() < 2) {
            return filled.isEmpty() ? EMPTY : filled.getFirst();
        }
        DDSketchWithExactSummaryStatistics sum = filled.getFirst().sketch.copy();
        filled.stream().skip(1).forEach(one -> sum.mergeWith(one.sketch));
        return new LatencySketch(sum);
    }

    public long count() {
        return (long) sketch.getCount();
    }

    /** Sum of all durations, 0 for none. */
    public double sumNanos() {
        return count() == 0 ? 0 : sketch.getSum();
    }

    /** The greatest duration, 0 for none. */
    public long maxNanos() {
        return count() == 0 ? 0 : (long) sketch.getMaxValue();
    }

    /**
     * The duration below which a share {@code quantile} of all lies, within 1%.
     *
     * @param quantile 0 to 1
     * @return 0 where nothing was recorded
     */
    public long quantileNanos(double quantile) {
        return count() == 0 ? 0 : (long) sketch.getValueAtQuantile(quantile);
    }

    /** How many durations are greater than one, counting those within 1% of it as not greater. */
    public long countAbove(long nanos) {
        int limit = MAPPING.index(Math.max((double) nanos, MAPPING.minIndexableValue()));
        double count = 0;
        Iterator<Bin> bins = sketch.getPositiveValueStore().getDescendingIterator();
        for (Bin bin = next(bins); bin != null && bin.getIndex() > limit; bin = next(bins)) {
            count += bin.getCount();
        }
        return Math.round(count);
    }

    private static @Nullable Bin next(Iterator<Bin> bins) {
        return bins.hasNext() ? bins.next() : null;
    }

    /** Compact form for storage; {@link #decode} reads it back without loss. */
    public byte[] encode() {
        try {
            GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
            sketch.encode(out, true);
            return out.trimmedCopy();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    /**
     * The sum of what was encoded: several forms may follow one another, so that whoever holds many puts their bytes end to
     * end and has them merged in one reading.
     *
     * @throws IllegalArgumentException where {@code bytes} is not what {@link #encode} wrote
     */
    public static LatencySketch decode(byte[] bytes) {
        try {
            DDSketchWithExactSummaryStatistics sum = fresh();
            sum.decodeAndMergeWith(ByteArrayInput.wrap(bytes));
            return new LatencySketch(sum);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not an encoded latency sketch (" + bytes.length + " bytes)", e);
        }
    }

    public String toBase64() {
        return Base64.getEncoder().encodeToString(encode());
    }

    public static LatencySketch fromBase64(String text) {
        return decode(Base64.getDecoder().decode(text));
    }

    private static DDSketchWithExactSummaryStatistics fresh() {
        return new DDSketchWithExactSummaryStatistics(MAPPING, UnboundedSizeDenseStore::new);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencySketch that && java.util.Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(encode());
    }

    @Override
    public String toString() {
        return "LatencySketch[count=" + count() + ", p50=" + quantileNanos(.5) + "ns, p99=" + quantileNanos(.99)
                + "ns, max=" + maxNanos() + "ns]";
    }
}
