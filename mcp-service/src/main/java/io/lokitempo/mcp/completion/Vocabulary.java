package io.lokitempo.mcp.completion;

import io.lokitempo.finding.Scope;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.Reading;
import io.lokitempo.mcp.live.Backends;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.tempo.TagValue;
import io.lokitempo.tempo.TraceQl;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names that the caller's tenant knows: precomputed ones, and where there are no findings, those that its Loki and Tempo
 * tell of the last hour.
 */
public final class Vocabulary {
    /** What a name names. */
    public enum Kind {
        SERVICE,
        OPERATION,
        PATTERN,
        INCIDENT,
        ANOMALY
    }

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Findings that are read for it. */
    private static final int MOST = 1_000;

    private final Findings findings;
    private final Backends backends;
    private final LiveSettings settings;
    private final Clock clock;

    public Vocabulary(Findings findings, Backends backends, LiveSettings settings, Clock clock) {
        this.findings = findings;
        this.backends = backends;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Names with {@code written} in them, those that begin with it first.
     *
     * @param service to which operations and patterns are narrowed; empty for all
     */
    List<String> names(Kind kind, String written, String service) {
        Scope scope = settings.current().scope();
        TimeWindow day = TimeWindow.before(clock.instant(), DAY);
        Optional<ServiceName> of = service.isEmpty() ? Optional.empty() : Optional.of(new ServiceName(service));
        List<String> all = switch (kind) {
            case SERVICE -> services(scope);
            case OPERATION -> operations(scope, of, day);
            case PATTERN ->
                read(findings.patterns(scope, of.orElse(null), day, null)).stream()
                        .map(total -> total.pattern().id())
                        .toList();
            case INCIDENT ->
                read(findings.incidents(scope, day, MOST)).stream()
                        .map(incident -> incident.id())
                        .toList();
            case ANOMALY ->
                read(findings.anomalies(scope, day, of.orElse(null), null, null, MOST)).stream()
                        .map(anomaly -> anomaly.id())
                        .toList();
        };
        return matching(all, written);
    }

    /** Those that begin as written before those that only hold it, each in the order it came in. */
    static List<String> matching(List<String> all, String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        return Stream.concat(
                        all.stream()
                                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(lower)),
                        all.stream()
                                .filter(name -> name.toLowerCase(Locale.ROOT).contains(lower)))
                .distinct()
                .toList();
    }

    private static <T> List<T> read(Reading<List<T>> reading) {
        return reading.found().orElse(List.of());
    }

    private List<String> services(Scope scope) {
        List<String> known = read(findings.services(scope)).stream()
                .map(service -> service.name().value())
                .toList();
        return known.isEmpty() ? liveServices() : known;
    }

    private List<String> liveServices() {
        Settings now = settings.current();
        TimeWindow hour = TimeWindow.before(clock.instant(), HOUR);
        Stream<String> logging = backends.configuredLoki().stream()
                .flatMap(loki -> now.serviceLabels().stream()
                        .map(label ->
                                loki.labelValues(label, null, hour).answered().orElse(List.of()))
                        .filter(values -> !values.isEmpty())
                        .limit(1)
                        .flatMap(List::stream));
        return Stream.concat(logging, tags("resource.service.name", null, hour))
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> operations(Scope scope, Optional<ServiceName> service, TimeWindow day) {
        List<String> known = read(findings.operations(scope, service.orElse(null), day)).stream()
                .map(total -> total.operation().name())
                .distinct()
                .toList();
        if (!known.isEmpty()) {
            return known;
        }
        String narrowed = service.map(name -> "{resource.service.name=" + TraceQl.quoted(name.value()) + "}")
                .orElse(null);
        return tags("name", narrowed, TimeWindow.before(clock.instant(), HOUR))
                .sorted()
                .toList();
    }

    private Stream<String> tags(String attribute, @Nullable String traceql, TimeWindow window) {
        return backends.configuredTempo().stream()
                .flatMap(tempo -> tempo.tagValues(attribute, traceql, window).answered().orElse(List.of()).stream())
                .map(TagValue::value);
    }
}
