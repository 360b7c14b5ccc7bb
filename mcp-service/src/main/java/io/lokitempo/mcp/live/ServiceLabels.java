package io.lokitempo.mcp.live;

import io.lokitempo.loki.LokiClient;
import io.lokitempo.telemetry.TimeWindow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which labels of a Loki name services.
 *
 * @param candidates labels that may, the likeliest first
 */
record ServiceLabels(LokiClient loki, List<String> candidates) {
    private static final int MOST_NAMES = 1_000;

    /** A matcher that every stream with a service fits; any label's where this Loki has none of the candidates. */
    StreamMatcher everything(TimeWindow window) {
        List<String> names = loki.labelNames(window).answered().orElse(List.of());
        String label = candidates.stream()
                .filter(names::contains)
                .findFirst()
                .orElseGet(() -> names.stream()
                        .filter(name -> !name.startsWith("__"))
                        .findFirst()
                        .orElse(candidates.getFirst()));
        return new StreamMatcher(label, "=~", ".+");
    }

    /** The matcher of a service's streams; empty where none of the labels has this value. */
    Optional<StreamMatcher> of(String service, TimeWindow window) {
        return candidates.stream()
                .map(label -> StreamMatcher.equal(label, service))
                .filter(matcher -> has(matcher, window))
                .findFirst();
    }

    boolean has(StreamMatcher matcher, TimeWindow window) {
        return loki.labelValues(matcher.label(), StreamSelector.text(List.of(matcher)), window)
                .answered()
                .map(values -> !values.isEmpty())
                .orElse(true); // what this Loki does not tell is no reason to say that there is nothing
    }

    /** Names of services, at most 1,000. */
    List<String> names(TimeWindow window) {
        TreeSet<String> names = new TreeSet<>(Comparator.naturalOrder());
        for (String label : candidates) {
            loki.labelValues(label, null, window).answered().ifPresent(names::addAll);
            if (!names.isEmpty()) {
                break;
            }
        }
        return names.stream().limit(MOST_NAMES).toList();
    }
}
