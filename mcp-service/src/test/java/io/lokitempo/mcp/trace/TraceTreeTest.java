package io.lokitempo.mcp.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTreeTest {
    private static final long MS = 1_000_000;

    private static Span span(int id, @Nullable Integer parent, String service, long startMs, long durationMs) {
        return span(id, parent, service, "op", startMs, durationMs, SpanStatus.UNSET);
    }

    private static Span span(
            int id,
            @Nullable Integer parent,
            String service,
            String operation,
            long startMs,
            long durationMs,
            SpanStatus status) {
        return new Span(
                TraceId.of("1"),
                SpanId.of(Integer.toHexString(id)),
                parent == null ? null : SpanId.of(Integer.toHexString(parent)),
                new ServiceName(service),
                operation,
                SpanKind.SERVER,
                status,
                "",
                startMs * MS,
                durationMs * MS,
                Map.of(),
                Map.of(),
                List.of());
    }

    private static long criticalMs(TraceTree tree, int id) {
        return tree.criticalNanos(tree.span(SpanId.of(Integer.toHexString(id))).orElseThrow()) / MS;
    }

    private static long selfMs(TraceTree tree, int id) {
        return tree.selfNanos(tree.span(SpanId.of(Integer.toHexString(id))).orElseThrow()) / MS;
    }

    @Test
    void selfTime_overlappingChildren_countsTheirUnionOnce() {
        TraceTree tree = new TraceTree(List.of(
                span(1, null, "web", 0, 100),
                span(2, 1, "a", 10, 40),
                span(3, 1, "b", 30, 40),
                span(4, 1, "c", 90, 50)));

        assertThat(selfMs(tree, 1)).isEqualTo(100 - 60 - 10);
    }

    @Test
    void criticalPath_parallelChildren_hangsOnTheOneThatEndsLast() {
        TraceTree tree = new TraceTree(
                List.of(span(1, null, "web", 0, 100), span(2, 1, "fast", 10, 30), span(3, 1, "slow", 10, 80)));

        assertThat(criticalMs(tree, 3)).isEqualTo(80);
        assertThat(criticalMs(tree, 2)).isZero();
        assertThat(criticalMs(tree, 1)).isEqualTo(20);
    }

    @Test
    void criticalPath_sequentialChildren_holdsAllAndAddsUpToTheRoot() {
        TraceTree tree = new TraceTree(List.of(
                span(1, null, "web", 0, 100),
                span(2, 1, "a", 10, 30),
                span(3, 1, "b", 45, 50),
                span(4, 3, "c", 50, 40)));

        assertThat(criticalMs(tree, 1) + criticalMs(tree, 2) + criticalMs(tree, 3) + criticalMs(tree, 4))
                .isEqualTo(100);
        assertThat(criticalMs(tree, 4)).isEqualTo(40);
    }

    @Test
    void criticalPath_childThatOutlivesItsParent_isNotWaitedFor() {
        TraceTree tree = new TraceTree(List.of(span(1, null, "web", 0, 50), span(2, 1, "async", 10, 500)));

        assertThat(criticalMs(tree, 2)).isZero();
        assertThat(criticalMs(tree, 1)).isEqualTo(50);
    }

    @Test
    void tree_missingParent_isAnOrphanRoot() {
        TraceTree tree = new TraceTree(List.of(span(1, null, "web", 0, 100), span(3, 2, "b", 30, 40)));

        assertThat(tree.roots()).hasSize(2);
        assertThat(tree.orphans()).isEqualTo(1);
    }

    @Test
    void tree_circleOfParents_isCutAndEverySpanIsReached() {
        TraceTree tree = new TraceTree(List.of(span(1, 2, "a", 0, 10), span(2, 1, "b", 5, 10), span(3, 3, "c", 7, 1)));

        assertThat(tree.ordered()).hasSize(3);
    }

    @Test
    void tree_spanSentTwice_isHeldOnce() {
        assertThat(new TraceTree(List.of(span(1, null, "web", 0, 100), span(1, null, "web", 0, 100))).size())
                .isEqualTo(1);
    }

    @Test
    void rows_similarSiblings_areFoldedWithTheFailedOneInFront() {
        List<Span> spans = new ArrayList<>();
        spans.add(span(1, null, "web", 0, 1_000));
        for (int i = 0; i < 50; i++) {
            spans.add(span(100 + i, 1, "db", "SELECT", i * 10L, 5 + i, i == 7 ? SpanStatus.ERROR : SpanStatus.UNSET));
        }

        List<TraceOutline.Row> rows = new TraceOutline(new TraceTree(spans)).rows(40, _ -> true);

        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).count()).isEqualTo(50);
        assertThat(rows.get(1).errors()).isEqualTo(1);
        assertThat(rows.get(1).span().spanId()).isEqualTo(SpanId.of(Integer.toHexString(107)));
    }

    @Test
    void rows_lessRoomThanSpans_keepsTheFailedOneAndItsAncestors() {
        List<Span> spans = new ArrayList<>();
        spans.add(span(1, null, "web", 0, 1_000));
        for (int i = 0; i < 30; i++) {
            spans.add(span(100 + i, 1, "s" + i, "op" + i, i * 10L, 900 - i * 10L, SpanStatus.UNSET));
        }
        spans.add(span(900, 120, "deep", "fails", 210, 1, SpanStatus.ERROR));

        List<TraceOutline.Row> rows = new TraceOutline(new TraceTree(spans)).rows(5, _ -> true);

        assertThat(rows).hasSizeLessThanOrEqualTo(5);
        assertThat(rows.stream().map(row -> row.span().operation())).contains("fails", "op20", "op");
    }

    @Test
    void rows_fiftyThousandSpansOneInAnother_areBounded() {
        List<Span> spans = new ArrayList<>();
        for (int i = 1; i <= 50_000; i++) {
            spans.add(span(i, i == 1 ? null : i - 1, "s" + i % 7, i, 100_000 - i));
        }

        assertThat(new TraceOutline(new TraceTree(spans)).rows(40, _ -> true)).hasSize(40);
    }

    /** Wide, deep, failing and in circles: whatever the shape, what is shown is bounded. */
    @ParameterizedTest
    @ValueSource(strings = {"wide", "deep", "circles", "groups"})
    void outline_ofFiftyThousandSpans_isBoundedAndComplete(String shape) {
        List<Span> spans = new ArrayList<>();
        for (int id = 1; id <= 50_000; id++) {
            Integer parent = switch (shape) {
                case "wide" -> id == 1 ? null : Integer.valueOf(1);
                case "deep" -> id == 1 ? null : Integer.valueOf(id - 1);
                case "circles" -> id % 2 == 0 ? id - 1 : id + 1;
                default -> id == 1 ? null : Integer.valueOf(Math.max(1, id / 10));
            };
            SpanStatus status = id % 3 == 0 ? SpanStatus.ERROR : SpanStatus.UNSET;
            spans.add(span(id, parent, "service-" + id % 40, "op-" + id % 7, id, 60_000L - id, status));
        }

        TraceTree tree = new TraceTree(spans);
        List<TraceOutline.Row> rows = new TraceOutline(tree).rows(40, _ -> true);

        assertThat(tree.ordered().stream().map(Span::spanId).distinct().count()).isEqualTo(50_000);
        assertThat(rows).hasSizeBetween(1, 40);
        assertThat(rows.stream().mapToLong(TraceOutline.Row::errors).sum()).isPositive();
    }
}
