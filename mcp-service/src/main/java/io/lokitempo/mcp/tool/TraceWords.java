package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.live.Traces;
import io.lokitempo.mcp.trace.TraceTree;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TraceLookup;
import java.util.Comparator;
import java.util.Optional;

/** A trace in one line: what it is, and the span that its length hangs on most, or that failed deepest. */
final class TraceWords {
    private TraceWords() {}

    /** Empty where Tempo has it no longer, or does not answer. */
    static Optional<String> of(Traces traces, TraceId id, TimeWindow around) {
        try {
            return traces.trace(id, around).value() instanceof TraceLookup.Found found
                            && !found.spans().isEmpty()
                    ? Optional.of(of(new TraceTree(found.spans())))
                    : Optional.empty();
        } catch (RefusedException _) {
            return Optional.empty(); // said by its id alone
        }
    }

    static String of(TraceTree tree) {
        Span root = tree.roots().getFirst();
        Span longest = tree.ordered().stream()
                .max(Comparator.comparingLong(tree::criticalNanos))
                .orElse(root);
        String words = "%s %s; most of it %s %s self"
                .formatted(
                        name(root),
                        millis(tree.endNanos() - tree.startNanos()),
                        name(longest),
                        millis(tree.criticalNanos(longest)));
        return tree.ordered().stream()
                .filter(Span::isError)
                .max(Comparator.comparingInt(tree::depth))
                .map(failed ->
                        words + (failed.equals(longest) ? ", which failed" : "; deepest failure " + name(failed)))
                .orElse(words);
    }

    private static String name(Span span) {
        return Names.shown(span.service().value()) + " " + Names.shown(span.operation());
    }

    private static String millis(long nanos) {
        return Numbers.millis(nanos / 1e6);
    }
}
