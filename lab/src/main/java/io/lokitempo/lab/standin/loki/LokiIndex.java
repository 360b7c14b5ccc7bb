package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.http.ApiRequest;
import io.lokitempo.lab.standin.http.Parameters;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.logql.LogQlParser;
import io.lokitempo.lab.standin.logql.StreamMatcher;
import io.lokitempo.lab.standin.query.Deadline;
import io.lokitempo.lab.standin.query.GoNumber;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What can be said of streams without looking into their lines. */
final class LokiIndex {
    static final int MAX_VOLUMES = 1_000;

    private static final int VOLUMES_BY_DEFAULT = 100;
    private static final Duration REACH = Duration.ofHours(6);

    private final LogStore store;
    private final InstantSource clock;

    LokiIndex(LogStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    private QueryTimes times(ApiRequest request) {
        return QueryTimes.of(request.parameters(), clock.instant(), REACH);
    }

    /** Streams that match and have a line in {@code [start, end]}. */
    private List<LogStream> streams(ApiRequest request, List<StreamMatcher> matchers) {
        QueryTimes times = times(request);
        return store.select(LokiApi.tenant(request), matchers).stream()
                .filter(stream ->
                        stream.between(times.start(), times.end() + 1, false).hasNext())
                .toList();
    }

    private static List<StreamMatcher> selector(ApiRequest request) {
        return LogQlParser.parseSelector(request.parameters().text("query").orElse(""));
    }

    private static List<StreamMatcher> optionalSelector(ApiRequest request) {
        return request.parameters()
                .text("query")
                .map(LogQlParser::parseSelector)
                .orElse(List.of());
    }

    JsonNode labels(ApiRequest request) {
        Set<String> names = new TreeSet<>();
        streams(request, optionalSelector(request))
                .forEach(stream -> names.addAll(stream.labels().keySet()));
        return answer(names);
    }

    JsonNode labelValues(ApiRequest request) {
        Set<String> values = new TreeSet<>();
        for (LogStream stream : streams(request, optionalSelector(request))) {
            String value = stream.labels().get(request.variable());
            if (value != null) {
                values.add(value);
            }
        }
        return answer(values);
    }

    /** Loki leaves {@code data} out where there is nothing. */
    private static ObjectNode answer(Set<String> values) {
        return values.isEmpty()
                ? LokiJson.object().put("status", "success")
                : LokiJson.success(LokiJson.strings(values));
    }

    JsonNode series(ApiRequest request) {
        List<String> selectors = new ArrayList<>(request.parameters().all("match[]"));
        selectors.addAll(request.parameters().all("match"));
        ArrayNode data = LokiJson.array();
        List<List<StreamMatcher>> alternatives = selectors.isEmpty()
                ? List.of(List.of())
                : selectors.stream().map(LogQlParser::parseSelector).toList();
        alternatives.stream()
                .flatMap(matchers -> streams(request, matchers).stream())
                .distinct()
                .forEach(stream -> data.add(LokiJson.labels(stream.labels())));
        return LokiJson.success(data);
    }

    JsonNode stats(ApiRequest request) {
        List<StreamMatcher> matchers = selector(request);
        QueryTimes times = times(request);
        long chunks = 0;
        long bytes = 0;
        long entries = 0;
        List<LogStream> streams = streams(request, matchers);
        for (LogStream stream : streams) {
            chunks += stream.chunks(times.start(), times.end() + 1).size();
            for (Iterator<Entry> i = stream.between(times.start(), times.end() + 1, false); i.hasNext(); entries++) {
                bytes += bytes(i.next());
            }
        }
        return LokiJson.object()
                .put("streams", streams.size())
                .put("chunks", chunks)
                .put("bytes", bytes)
                .put("entries", entries);
    }

    private static long bytes(Entry entry) {
        return (long) entry.lineBytes() + entry.metadataBytes();
    }

    JsonNode volume(ApiRequest request) {
        QueryTimes times = times(request);
        Map<Map<String, String>, Long> volumes = new HashMap<>();
        addVolumes(request, times.start(), times.end(), volumes);
        ArrayNode result = LokiJson.array();
        largest(volumes, request.parameters()).forEach(labels -> {
            ObjectNode node = result.addObject();
            node.set("metric", LokiJson.labels(labels));
            node.set("value", LokiJson.point(times.end(), "" + volumes.get(labels)));
        });
        return LokiJson.result("vector", result, false, noReading(result.size()));
    }

    JsonNode volumeRange(ApiRequest request) {
        Steps steps = times(request).steps(request.parameters());
        Map<Map<String, String>, Long> totals = new HashMap<>();
        Map<Map<String, String>, ArrayNode> points = new HashMap<>();
        for (int i = 0; i < steps.count(); i++) {
            long until = steps.time(i) + steps.step();
            Map<Map<String, String>, Long> volumes = new HashMap<>();
            addVolumes(request, steps.time(i), until - 1, volumes);
            volumes.forEach((labels, bytes) -> {
                totals.merge(labels, bytes, Long::sum);
                points.computeIfAbsent(labels, _ -> LokiJson.array())
                        .add(LokiJson.point(until - 1_000_000, "" + bytes));
            });
        }
        ArrayNode result = LokiJson.array();
        for (Map<String, String> labels : largest(totals, request.parameters())) {
            ObjectNode node = result.addObject();
            node.set("metric", LokiJson.labels(labels));
            node.set("values", points.get(labels));
        }
        return LokiJson.result("matrix", result, false, noReading(result.size()));
    }

    private ObjectNode noReading(int returned) {
        LogReader none = new LogReader(store, "", Deadline.in(Duration.ofSeconds(1)));
        ObjectNode stats = LokiJson.stats(none, returned, 1);
        ((ObjectNode) stats.path("ingester")).remove("recvWaitTime"); // no lines are received for a volume
        return stats;
    }

    /** Bytes of {@code [start, end]} by the labels asked for: those of the selector unless {@code targetLabels} says. */
    private void addVolumes(ApiRequest request, long start, long end, Map<Map<String, String>, Long> volumes) {
        List<StreamMatcher> matchers = selector(request);
        boolean byLabel =
                request.parameters().text("aggregateBy").orElse("series").equals("labels");
        Set<String> wanted = request.parameters()
                .text("targetLabels")
                .map(text -> Set.of(text.split(",")))
                .orElseGet(() -> matchers.stream().map(StreamMatcher::label).collect(Collectors.toSet()));
        boolean all = byLabel && request.parameters().text("targetLabels").isEmpty();
        for (LogStream stream : store.select(LokiApi.tenant(request), matchers)) {
            long bytes = 0;
            for (Iterator<Entry> i = stream.between(start, end + 1, false); i.hasNext(); ) {
                bytes += bytes(i.next());
            }
            Map<String, String> kept = new TreeMap<>(stream.labels());
            kept.keySet().removeIf(label -> !all && !wanted.contains(label));
            if (bytes > 0 && byLabel) {
                long size = bytes;
                kept.keySet().forEach(label -> volumes.merge(Map.of(label, ""), size, Long::sum));
            } else if (bytes > 0) {
                volumes.merge(kept, bytes, Long::sum);
            }
        }
    }

    private static List<Map<String, String>> largest(Map<Map<String, String>, Long> volumes, Parameters parameters) {
        String text = parameters.text("limit").orElse("0");
        long limit = GoNumber.parseLong(text).orElseThrow(() -> Refusal.badRequest(GoNumber.invalid("Atoi", text)));
        Comparator<Map.Entry<Map<String, String>, Long>> bySize =
                Map.Entry.<Map<String, String>, Long>comparingByValue().reversed();
        return volumes.entrySet().stream()
                .sorted(bySize.thenComparing(volume -> new TreeMap<>(volume.getKey()).toString()))
                .limit(Math.min(limit <= 0 ? VOLUMES_BY_DEFAULT : limit, MAX_VOLUMES))
                .map(Map.Entry::getKey)
                .toList();
    }

    JsonNode detectedLabels(ApiRequest request) {
        Map<String, Set<String>> values = new TreeMap<>();
        for (LogStream stream : streams(request, optionalSelector(request))) {
            stream.labels()
                    .forEach((label, value) ->
                            values.computeIfAbsent(label, _ -> new HashSet<>()).add(value));
        }
        ObjectNode body = LokiJson.object();
        if (!values.isEmpty()) {
            ArrayNode labels = body.putArray("detectedLabels");
            values.forEach(
                    (label, seen) -> labels.addObject().put("label", label).put("cardinality", seen.size()));
        }
        return body;
    }
}
