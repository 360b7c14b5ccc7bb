package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Gap;
import io.lokitempo.finding.SourceId;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
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

    /** The part of a window that lies between where a kind was begun and through when all of it was read; empty where none does. */
    public Optional<TimeWindow> read(SourceId.Kind kind, TimeWindow window) {
        Optional<Instant> since = of(kind).filter(source -> !source.read().isEmpty())
                .map(source -> source.read().getFirst().start())
                .min(Comparator.naturalOrder());
        return since.flatMap(begun -> through(kind).flatMap(through -> {
            Instant start = begun.isAfter(window.start()) ? begun : window.start();
            Instant end = through.isBefore(window.end()) ? through : window.end();
            return start.isBefore(end) ? Optional.of(new TimeWindow(start, end)) : Optional.empty();
        }));
    }

    /** Gaps of a kind that touch a window; for logs of one service only. */
    public List<Gap> gaps(SourceId.Kind kind, String service, TimeWindow window) {
        return of(kind).filter(
                        source -> kind == SourceId.Kind.TRACES || source.name().equals(service))
                .flatMap(source -> source.gaps().stream())
                .filter(gap -> gap.window().overlaps(window))
                .toList();
    }

    /**
     * What of a window was not analyzed, logs and traces alike, in plain words; the worst first.
     *
     * @param service whose lines matter; empty for all
     * @param shown how times are written
     */
    public List<String> marks(String service, TimeWindow window, Function<Instant, String> shown) {
        List<String> marks = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        for (SourceId.Kind kind : SourceId.Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            List<Source> all = of(kind).filter(source -> !source.read().isEmpty())
                    .filter(source -> kind == SourceId.Kind.TRACES
                            || service.isEmpty()
                            || source.name().equals(service))
                    .toList();
            all.stream()
                    .map(source -> source.read().getFirst().start())
                    .min(Comparator.naturalOrder())
                    .ifPresentOrElse(
                            since -> {
                                if (since.isAfter(window.start().plus(Duration.ofMinutes(1)))) {
                                    marks.add("no " + name + " analyzed before " + shown.apply(since));
                                }
                            },
                            () -> marks.add("no " + name + " analyzed"));
            all.stream()
                    .flatMap(source -> source.gaps().stream())
                    .filter(gap -> gap.window().overlaps(window))
                    .distinct()
                    .forEach(gaps::add);
        }
        marks.addAll(Analyzed.gaps(gaps, shown));
        return marks;
    }

    private Stream<Source> of(SourceId.Kind kind) {
        return sources.stream().filter(source -> source.kind() == kind);
    }
}
