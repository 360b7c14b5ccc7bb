package io.lokitempo.analyzer.poll;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.finding.Watermark;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;

/** A partition's topics in memory; commits fail as told, before or after they are written. */
final class MemoryLedger implements Ledger {
    private final Clock clock;
    private final BooleanSupplier fails;
    final Map<SourceId, Watermark> watermarks = new LinkedHashMap<>();
    final Map<String, LogPattern> patterns = new LinkedHashMap<>();
    final List<Written<PatternCounts>> counts = new ArrayList<>();
    final List<Written<SpanWindow>> spans = new ArrayList<>();

    MemoryLedger(Clock clock, BooleanSupplier fails) {
        this.clock = clock;
        this.fails = fails;
    }

    @Override
    public Contents readBack() {
        return new Contents(
                List.copyOf(watermarks.values()),
                List.copyOf(patterns.values()),
                List.copyOf(counts),
                List.copyOf(spans),
                List.of());
    }

    @Override
    public void commit(Batch batch) {
        if (fails.getAsBoolean()) {
            throw new KafkaException("injected before the commit");
        }
        batch.watermarks().forEach(mark -> watermarks.put(mark.source(), mark));
        batch.patterns().forEach(pattern -> patterns.put(pattern.id(), pattern));
        batch.counts().forEach(one -> counts.add(new Written<>(one, clock.instant())));
        batch.spans().forEach(one -> spans.add(new Written<>(one, clock.instant())));
        if (fails.getAsBoolean()) {
            throw new KafkaException("injected after the commit");
        }
    }

    @Override
    public void close() {}
}
