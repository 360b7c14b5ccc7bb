package io.lokitempo.lab.standin.tempo;

import io.lokitempo.telemetry.SpanKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Spans with one trace id. Readers see a whole list, whatever is added meanwhile. */
final class StoredTrace {
    /** A client's and a server's span may share an id. */
    private record Identity(long spanId, SpanKind kind) {}

    private final String id;
    private volatile List<StoredSpan> spans = List.of();

    StoredTrace(String id) {
        this.id = id;
    }

    /** 32 hex digits. */
    String id() {
        return id;
    }

    /** In order of start. */
    List<StoredSpan> spans() {
        return spans;
    }

    /** Adds those that it does not have, by id and kind, as Tempo does. @return how many */
    int add(List<StoredSpan> more) {
        Set<Identity> known = new HashSet<>();
        spans.forEach(span -> known.add(new Identity(span.id(), span.kind())));
        List<StoredSpan> all = new ArrayList<>(spans);
        for (StoredSpan span : more) {
            if (known.add(new Identity(span.id(), span.kind()))) {
                all.add(span);
            }
        }
        int added = all.size() - spans.size();
        all.sort(Comparator.comparingLong(StoredSpan::start));
        spans = List.copyOf(all);
        return added;
    }

    long start() {
        return spans.getFirst().start();
    }

    long end() {
        return spans.stream().mapToLong(StoredSpan::end).max().orElse(0);
    }
}
