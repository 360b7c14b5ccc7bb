package io.lokitempo.analyzer.poll;

import io.lokitempo.loki.LogQl;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads every line of a range out of a server that answers with the earliest {@code limit} of them and has no cursor.
 *
 * <p>A full page may end inside a nanosecond. Its lines of that last nanosecond are left to the next page, which starts
 * there; so each line is seen once, whatever equals what. Where a single nanosecond fills a page, it is read stream by
 * stream. What even that cannot get is reported as a hole. Takes n / (limit - 1) pages at least, and as many more as
 * lines were left to the next one; holds two pages.
 */
final class LogReader {
    /** By time, then stream, then text: an order that does not depend on how the server happened to answer. */
    static final Comparator<LogLine> ORDER = Comparator.comparingLong(LogLine::timestampNanos)
            .thenComparing(line -> new TreeMap<>(line.labels()).toString())
            .thenComparing(LogLine::text)
            .thenComparing(line -> new TreeMap<>(line.metadata()).toString());

    private final LogStore store;
    private final int limit;

    /** How reading a range ended. Lines given out before a failure are to be forgotten. */
    sealed interface Outcome {
        /** @param holes nanoseconds that hold more lines than the server hands out, ascending */
        record Complete(List<Long> holes) implements Outcome {}

        /** @param reply never an answer */
        record Failed(Reply<?> reply) implements Outcome {}
    }

    /** @param limit entries the server gives at most, at least 2 */
    LogReader(LogStore store, int limit) {
        this.store = store;
        this.limit = limit;
    }

    /** Gives out every line of the range in {@link #ORDER}. */
    Outcome read(String selector, TimeWindow range, Consumer<LogLine> lines) {
        long cursor = range.startNanos();
        long end = range.endNanos();
        List<Long> holes = new ArrayList<>();
        while (cursor < end) {
            Reply<List<LogLine>> reply = store.page(selector, cursor, end, limit);
            if (!(reply instanceof Reply.Answered<List<LogLine>>(List<LogLine> page, List<String> _))) {
                return new Outcome.Failed(reply);
            }
            if (page.size() < limit) {
                give(page, lines);
                break;
            }
            long last = page.stream().mapToLong(LogLine::timestampNanos).max().orElseThrow();
            if (last > cursor) {
                give(page.stream().filter(line -> line.timestampNanos() < last).toList(), lines);
                cursor = last;
            } else if (readNanosecond(selector, cursor, lines, holes) instanceof Outcome.Failed failed) {
                return failed;
            } else {
                cursor++;
            }
        }
        return new Outcome.Complete(holes);
    }

    private Outcome readNanosecond(String selector, long at, Consumer<LogLine> lines, List<Long> holes) {
        TimeWindow nanosecond = new TimeWindow(Nanos.toInstant(at), Nanos.toInstant(at + 1));
        Reply<List<Map<String, String>>> streams = store.streams(selector, nanosecond);
        if (!(streams instanceof Reply.Answered<List<Map<String, String>>>(var labelSets, List<String> _))) {
            return new Outcome.Failed(streams);
        }
        List<LogLine> all = new ArrayList<>();
        boolean full = false;
        for (String stream : labelSets.isEmpty() ? List.of(selector) : exactSelectors(labelSets)) {
            Reply<List<LogLine>> reply = store.page(stream, at, at + 1, limit);
            if (!(reply instanceof Reply.Answered<List<LogLine>>(List<LogLine> page, List<String> _))) {
                return new Outcome.Failed(reply);
            }
            all.addAll(page);
            full |= page.size() >= limit;
        }
        if (full) {
            holes.add(at);
        }
        give(all, lines);
        return new Outcome.Complete(holes);
    }

    /** One selector a stream. A label that only others have must be empty, or the selector would match those too. */
    private static List<String> exactSelectors(List<Map<String, String>> labelSets) {
        SortedSet<String> names = labelSets.stream()
                .flatMap(labels -> labels.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return labelSets.stream()
                .distinct()
                .map(labels -> names.stream()
                        .map(name -> LogQl.matcher(name, List.of(labels.getOrDefault(name, ""))))
                        .collect(Collectors.joining(",", "{", "}")))
                .toList();
    }

    private static void give(List<LogLine> page, Consumer<LogLine> lines) {
        page.stream().sorted(ORDER).forEach(lines);
    }
}
