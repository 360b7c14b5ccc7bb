package io.lokitempo.truth;

import io.lokitempo.lab.shop.Telemetry;
import io.lokitempo.loki.LogServices;
import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TimeWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What really happened in a window.
 *
 * @param lines every one in it
 * @param spans every one that began in it
 * @param told all that the shop left around it, to know who answered a call
 */
record Truth(TimeWindow window, List<LogLine> lines, List<Span> spans, Telemetry told) {
    private static final List<String> TRACE_IDS = List.of("trace_id", "traceid", "traceID", "traceId");

    static Truth of(Telemetry told, TimeWindow window) {
        return new Truth(
                window,
                told.lines().stream()
                        .filter(line -> isIn(window, line.timestampNanos()))
                        .toList(),
                told.spans().stream()
                        .filter(span -> isIn(window, span.startNanos()))
                        .toList(),
                told);
    }

    private static boolean isIn(TimeWindow window, long nanos) {
        return nanos >= window.startNanos() && nanos < window.endNanos();
    }

    /** As Loki finds it where nothing else is configured. */
    static ServiceName serviceOf(LogLine line) {
        return line.firstOf(LogServices.LABELS).map(ServiceName::new).orElse(ServiceName.UNKNOWN);
    }

    static String nameOf(LogLine line) {
        return serviceOf(line).value();
    }

    /** All that log or send spans, in the window or before. */
    Set<String> services() {
        return Stream.concat(
                        told.lines().stream().map(Truth::nameOf),
                        told.spans().stream().map(span -> span.service().value()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    List<LogLine> linesOf(String service) {
        return lines.stream().filter(line -> nameOf(line).equals(service)).toList();
    }

    /** @param template with {@code <*>} for what varies */
    List<LogLine> linesSaying(String service, String template) {
        Predicate<String> says = saying(template);
        return linesOf(service).stream().filter(line -> says.test(line.text())).toList();
    }

    static Predicate<String> saying(String template) {
        String regex = Arrays.stream(template.split(Pattern.quote("<*>"), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*?"));
        return Pattern.compile(regex, Pattern.DOTALL).asPredicate();
    }

    /** Lines that name the trace in their metadata or their text. */
    List<LogLine> linesOfTrace(String trace) {
        return told.lines().stream()
                .filter(line -> line.text().contains(trace)
                        || TRACE_IDS.stream()
                                .anyMatch(key -> trace.equals(line.metadata().get(key))))
                .toList();
    }

    List<Span> spans(Predicate<Span> wanted) {
        return spans.stream().filter(wanted).toList();
    }

    List<Span> spansOfTrace(String trace) {
        return told.spans().stream()
                .filter(span -> span.traceId().hex().equals(trace))
                .toList();
    }

    /** What the service was asked for: its SERVER and CONSUMER spans. */
    List<Span> requestsOf(String service) {
        return spans(span -> span.kind().isRequest() && span.service().value().equals(service));
    }

    static double errorPercent(List<Span> spans) {
        return spans.isEmpty()
                ? 0
                : 100.0 * spans.stream().filter(Span::isError).count() / spans.size();
    }

    /** Durations in milliseconds, ascending. */
    static double[] millis(List<Span> spans) {
        return spans.stream()
                .mapToDouble(span -> span.durationNanos() / 1e6)
                .sorted()
                .toArray();
    }

    /**
     * The calls that began in the window, by {@code caller > callee}. A message is a call of everyone who consumed it, and
     * fails with that one; who sends no spans is known by the name that the caller has for it.
     */
    Map<String, List<Span>> calls() {
        Map<SpanId, List<Span>> answered = told.spans().stream()
                .filter(span -> span.kind().isRequest() && span.parentId() != null)
                .collect(Collectors.groupingBy(span -> Objects.requireNonNull(span.parentId())));
        Map<String, List<Span>> calls = new TreeMap<>();
        for (Span call : spans(span -> span.kind() == SpanKind.CLIENT || span.kind() == SpanKind.PRODUCER)) {
            List<Span> requests = answered.getOrDefault(call.spanId(), List.of());
            if (requests.isEmpty()) {
                named(call).ifPresent(peer -> edge(calls, call, peer).add(call));
            }
            requests.forEach(request -> edge(calls, call, request.service().value())
                    .add(call.kind() == SpanKind.PRODUCER ? request : call));
        }
        return calls;
    }

    /** What the caller calls whom it asks: a message that nobody took is its broker's. */
    private static Optional<String> named(Span call) {
        return Stream.of("peer.service", "messaging.system")
                .map(call.attributes()::get)
                .filter(Objects::nonNull)
                .map(AttributeValue::text)
                .findFirst();
    }

    private static List<Span> edge(Map<String, List<Span>> calls, Span call, String callee) {
        return calls.computeIfAbsent(call.service() + " > " + callee, _ -> new ArrayList<>());
    }
}
