package io.lokitempo.loki;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import io.lokitempo.upstream.Reply.Answered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which services write to Loki, and which streams are whose. A stream belongs to the first of some labels that it has:
 * with {@code service_name, app} to {@code {service_name="x"}}, else to {@code {app="x",service_name=""}}. So no line
 * belongs to two services or to one service twice. Streams with none of the labels belong to nobody. Each call asks for
 * the values of one label after the other, which Loki answers from its index.
 */
public final class LogServices {
    /** Preset of LOG_SERVICE_LABELS. */
    public static final List<String> LABELS = List.of("service_name", "service", "app", "job");

    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final LokiClient loki;
    private final List<String> labels;

    /**
     * @param labels that name a service, the most trusted first
     * @throws IllegalArgumentException where there is none, or one is not a label's name
     */
    public LogServices(LokiClient loki, List<String> labels) {
        if (labels.isEmpty() || !labels.stream().allMatch(LABEL.asMatchPredicate())) {
            throw new IllegalArgumentException("labels " + labels + ": one or more label names are accepted");
        }
        this.loki = loki;
        this.labels = labels.stream().distinct().toList();
    }

    /**
     * Every service with the stream selectors that together hold exactly its lines, each once. Values that are no
     * service's name (blank, over 256 characters) are left out and counted in a warning.
     */
    public Reply<Map<ServiceName, List<String>>> discover(TimeWindow window) {
        Map<ServiceName, List<String>> services = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        for (int rank = 0; rank < labels.size(); rank++) {
            String label = labels.get(rank);
            Reply<List<String>> reply = loki.labelValues(label, selector(rank, label + "=~\".+\""), window);
            if (!(reply instanceof Answered<List<String>>(List<String> values, List<String> partial))) {
                return reply.map(_ -> services); // a failure, of the type asked for
            }
            warnings.addAll(partial);
            List<String> names = values.stream().filter(LogServices::isName).toList();
            for (String name : names) {
                services.computeIfAbsent(new ServiceName(name), _ -> new ArrayList<>())
                        .add(selector(rank, LogQl.matcher(label, List.of(name))));
            }
            if (names.size() < values.size()) {
                warnings.add((values.size() - names.size()) + " values of " + label + " are no service names");
            }
        }
        services.replaceAll((_, selectors) -> List.copyOf(selectors));
        return new Answered<>(services, warnings);
    }

    /** The selectors of one service, as {@link #discover} gives them; empty where it wrote nothing in the window. */
    public Reply<List<String>> selectorsOf(ServiceName service, TimeWindow window) {
        List<String> selectors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (int rank = 0; rank < labels.size(); rank++) {
            String label = labels.get(rank);
            String selector = selector(rank, LogQl.matcher(label, List.of(service.value())));
            Reply<List<String>> reply = loki.labelValues(label, selector, window);
            if (!(reply instanceof Answered<List<String>>(List<String> values, List<String> partial))) {
                return reply;
            }
            warnings.addAll(partial);
            if (!values.isEmpty()) {
                selectors.add(selector);
            }
        }
        return new Answered<>(List.copyOf(selectors), warnings);
    }

    /** The labels, each with the selector of all streams whose service it names: what a count by service sums over. */
    public Map<String, String> selectorsByLabel() {
        Map<String, String> selectors = new LinkedHashMap<>();
        for (int rank = 0; rank < labels.size(); rank++) {
            selectors.put(labels.get(rank), selector(rank, labels.get(rank) + "=~\".+\""));
        }
        return selectors;
    }

    /** {@code matcher}, and none of the labels before. */
    private String selector(int rank, String matcher) {
        Stream<String> absent = labels.subList(0, rank).stream().map(earlier -> earlier + "=\"\"");
        return Stream.concat(Stream.of(matcher), absent).collect(Collectors.joining(",", "{", "}"));
    }

    private static boolean isName(String value) {
        return !value.isBlank() && value.length() <= 256;
    }
}
