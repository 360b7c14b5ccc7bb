package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Gap;
import io.lokitempo.finding.SourceId;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far the analyzer has read each source of a scope. */
public record Coverage(List<Source> sources) {
    /**
     * One source.
     *
     * @param name the service for LOGS, the lane for TRACES
     * @param analyzedThrough the end of the newest closed window that was read
     * @param read what was read, ascending
     */
    public record Source(
            SourceId.Kind kind,
            String name,
            Instant analyzedThrough,
            Duration lag,
            Instant updatedAt,
            List<TimeWindow> read,
            List<Gap> gaps) {
        public Source {
            read = List.copyOf(read);
            gaps = List.copyOf(gaps);
        }
    }

    public Coverage {
        sources = List.copyOf(sources);
    }

    /** Through when one service's lines were counted; empty where the analyzer does not know the service. */
    public Optional<Instant> logsThrough(String service) {
        return of(SourceId.Kind.LOGS)
                .filter(source -> source.name().equals(service))
                .map(Source::analyzedThrough)
                .findFirst();
    }

    /** Through when all sources of a kind were read: the least of them; empty where there is none. */
    public Optional<Instant> through(SourceId.Kind kind) {
        return of(kind).map(Source::analyzedThrough).min(Comparator.naturalOrder());
    }

    /** Gaps of a kind that touch a window; for logs of one service only. */
    public List<Gap> gaps(SourceId.Kind kind, String service, TimeWindow window) {
        return of(kind).filter(
                        source -> kind == SourceId.Kind.TRACES || source.name().equals(service))
                .flatMap(source -> source.gaps().stream())
                .filter(gap -> gap.window().overlaps(window))
                .toList();
    }

    private Stream<Source> of(SourceId.Kind kind) {
        return sources.stream().filter(source -> source.kind() == kind);
    }
}
