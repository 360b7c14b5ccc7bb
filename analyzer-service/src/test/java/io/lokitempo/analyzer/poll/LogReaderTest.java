package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogReaderTest {
    private static final long START = 1_800_000_000_000_000_000L;
    private static final TimeWindow RANGE = new TimeWindow(Nanos.toInstant(START), Nanos.toInstant(START + 20));
    private static final String CHECKOUT = "{service_name=\"checkout\"}";

    /** Twenty nanoseconds, so that pages end inside a nanosecond, on its edge, and in several full ones. */
    @Property(tries = 500)
    void everyLine_isGivenOnceAndInOrder(
            @ForAll("stored") List<LogLine> stored, @ForAll @IntRange(min = 2, max = 9) int limit, @ForAll long seed) {
        ModelLoki loki = new ModelLoki(seed);
        stored.forEach(loki::add);
        List<LogLine> given = new ArrayList<>();
        LogReader.Outcome outcome = new LogReader(loki, limit).read(CHECKOUT, RANGE, given::add);

        List<LogLine> held = stored.stream()
                .filter(line -> line.timestampNanos() >= START && line.timestampNanos() < START + 20)
                .toList();
        assertThat(given).isSortedAccordingTo(LogReader.ORDER);
        assertThat(outcome).isInstanceOfSatisfying(LogReader.Outcome.Complete.class, complete -> {
            if (complete.holes().isEmpty()) {
                assertThat(given).containsExactlyInAnyOrderElementsOf(held);
            } else {
                List<LogLine> missing = new ArrayList<>(held);
                given.forEach(line -> assertThat(missing.remove(line)).isTrue());
                assertThat(missing)
                        .allSatisfy(line -> assertThat(complete.holes()).contains(line.timestampNanos()));
            }
        });
    }

    /** A reading that is repeated gives the same sequence, however the server orders equal times. */
    @Property(tries = 100)
    void secondReading_givesTheSameSequence(@ForAll("stored") List<LogLine> stored, @ForAll long seed) {
        ModelLoki loki = new ModelLoki(seed);
        stored.forEach(loki::add);
        assertThat(texts(loki, 41)).isEqualTo(texts(loki, 50));
    }

    @Property(tries = 200)
    void linesThatArriveWhileReading_areNeverGivenTwice(
            @ForAll("stored") List<LogLine> stored, @ForAll("stored") List<LogLine> late, @ForAll long seed) {
        ModelLoki loki = new ModelLoki(seed);
        stored.forEach(loki::add);
        List<LogLine> arriving = new ArrayList<>(late);
        loki.beforePage = () -> {
            if (!arriving.isEmpty()) {
                loki.add(arriving.removeLast());
            }
        };
        List<LogLine> given = new ArrayList<>();
        LogReader.Outcome outcome = new LogReader(loki, 5).read(CHECKOUT, RANGE, given::add);
        List<LogLine> held = new ArrayList<>(loki.lines());
        given.forEach(line -> assertThat(held.remove(line)).isTrue());
        assertThat(outcome).isInstanceOf(LogReader.Outcome.Complete.class);
    }

    @Test
    void fullNanosecondOfOneStream_isAHole() {
        ModelLoki loki = new ModelLoki(1);
        for (int i = 0; i < 10; i++) {
            loki.add(line(START + 3, "pod-a", "line " + i));
        }
        List<LogLine> given = new ArrayList<>();
        assertThat(new LogReader(loki, 5).read(CHECKOUT, RANGE, given::add))
                .isEqualTo(new LogReader.Outcome.Complete(List.of(START + 3)));
        assertThat(given).hasSize(5);
    }

    @Test
    void fullNanosecondOfSeveralStreams_isReadStreamByStream() {
        ModelLoki loki = new ModelLoki(1);
        for (int i = 0; i < 12; i++) {
            loki.add(line(START + 3, "pod-" + i % 3, "line " + i));
        }
        loki.add(new LogLine(START + 3, "without a pod", Map.of("service_name", "checkout"), Map.of()));
        List<LogLine> given = new ArrayList<>();
        assertThat(new LogReader(loki, 5).read(CHECKOUT, RANGE, given::add))
                .isEqualTo(new LogReader.Outcome.Complete(List.of()));
        assertThat(given).hasSize(13);
    }

    @Test
    void failure_isHandedOn() {
        ModelLoki loki = new ModelLoki(1);
        Reply.Unavailable<?> down = new Reply.Unavailable<>(Reply.Reason.SERVER_ERROR, "503: no ingester");
        loki.failWith(() -> down);
        assertThat(new LogReader(loki, 5).read(CHECKOUT, RANGE, _ -> {})).isEqualTo(new LogReader.Outcome.Failed(down));
    }

    private static List<String> texts(ModelLoki loki, int limit) {
        List<String> texts = new ArrayList<>();
        new LogReader(loki, limit)
                .read(
                        CHECKOUT,
                        RANGE,
                        line -> texts.add(line.timestampNanos() + line.labels().get("pod") + line.text()));
        return texts;
    }

    @Provide
    Arbitrary<List<LogLine>> stored() {
        Arbitrary<LogLine> line = Combinators.combine(
                        Arbitraries.longs().between(START - 1, START + 21),
                        Arbitraries.of("pod-a", "pod-b"),
                        Arbitraries.of("same", "other", "third"),
                        Arbitraries.of(Map.<String, String>of(), Map.of("trace_id", "a"), Map.of("trace_id", "b")))
                .as((at, pod, text, metadata) ->
                        new LogLine(at, text, Map.of("service_name", "checkout", "pod", pod), metadata));
        return line.list().ofMaxSize(40);
    }

    private static LogLine line(long timestampNanos, String pod, String text) {
        return new LogLine(timestampNanos, text, Map.of("service_name", "checkout", "pod", pod), Map.of());
    }
}
