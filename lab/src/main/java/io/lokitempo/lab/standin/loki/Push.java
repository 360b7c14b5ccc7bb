package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.telemetry.Nanos;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads {@code POST /loki/api/v1/push} and keeps what Loki would keep: the service's name and the level are discovered,
 * lines too old, too new or too long are refused, and the others of the same push stay.
 */
final class Push {
    static final Duration MAX_AGE = Duration.ofDays(7);
    static final Duration MAX_AHEAD = Duration.ofMinutes(10);
    static final Duration MAX_BEHIND = Duration.ofHours(1);
    static final int MAX_LINE_BYTES = 256 << 10;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> SERVICE_LABELS = List.of(
            "service",
            "app",
            "application",
            "app_name",
            "name",
            "app_kubernetes_io_name",
            "container",
            "container_name",
            "k8s_container_name",
            "component",
            "workload",
            "job",
            "k8s_job_name");
    private static final Pattern TIME = Pattern.compile("-?[0-9]{1,18}|[1-8][0-9]{18}");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final DateTimeFormatter GO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final LogStore store;
    private final String tenant;
    private final Instant now;
    private final List<String> problems = new ArrayList<>();

    private Push(LogStore store, String tenant, Instant now) {
        this.store = store;
        this.tenant = tenant;
        this.now = now;
    }

    /** @throws Refusal after everything acceptable was kept, with the first problem */
    static void accept(LogStore store, String tenant, Instant now, byte[] body) {
        Push push = new Push(store, tenant, now);
        JsonNode streams = parsed(body).path("streams");
        if (streams.isEmpty()) {
            throw new Refusal(422, "error at least one valid stream is required for ingestion\n");
        }
        synchronized (store) { // or an eviction could drop a stream between its birth and its first line
            streams.forEach(push::stream);
            store.evict(Nanos.of(now));
        }
        if (!push.problems.isEmpty()) {
            throw Refusal.badRequest(push.problems.getFirst() + "\n");
        }
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw Refusal.badRequest("loghttp.PushRequest.Streams: " + e.getOriginalMessage() + "\n");
        }
    }

    private void stream(JsonNode pushed) {
        Map<String, String> labels = strings(pushed.path("stream"));
        for (String label : labels.keySet()) {
            if (!LABEL.matcher(label).matches()) {
                throw Refusal.badRequest(
                        "couldn't parse labels: parse error: unexpected character inside braces: '" + label + "'\n");
            }
        }
        labels.computeIfAbsent("service_name", _ -> discoveredService(labels));
        LogStream stream = store.stream(tenant, labels);
        long newest = stream.newest();
        List<Entry> behind = new ArrayList<>();
        for (JsonNode value : pushed.path("values")) {
            Entry entry = entry(labels, value);
            if (refused(stream, entry)) {
                continue;
            }
            if (newest != Long.MIN_VALUE && entry.time() < newest - MAX_BEHIND.toNanos()) {
                behind.add(entry);
                continue;
            }
            store.add(stream, entry);
            newest = Math.max(newest, entry.time());
        }
        if (!behind.isEmpty()) {
            problems.add(
                    tooFarBehind(stream, behind, newest, pushed.path("values").size()));
        }
    }

    private static String discoveredService(Map<String, String> labels) {
        return SERVICE_LABELS.stream()
                .map(name -> labels.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("unknown_service");
    }

    private Entry entry(Map<String, String> labels, JsonNode value) {
        if (!value.path(0).isString()
                || !TIME.matcher(value.path(0).stringValue()).matches()) {
            throw Refusal.badRequest(
                    "loghttp.PushRequest.Streams: []loghttp.LogProtoStream: unmarshalerDecoder: Value looks"
                            + " like Number/Boolean/None, but can't find its end: ',' or '}' symbol, error found in "
                            + value.path(0) + "\n");
        }
        String line = value.path(1).asString("");
        Map<String, String> metadata = new HashMap<>();
        strings(value.path(2)).forEach((name, text) -> metadata.put(Row.labelOf(name), text));
        metadata.computeIfAbsent("detected_level", _ -> Levels.of(labels, metadata, line));
        return new Entry(Long.parseLong(value.path(0).stringValue()), line, metadata);
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new HashMap<>();
        object.properties()
                .forEach(field -> strings.put(field.getKey(), field.getValue().asString("")));
        return strings;
    }

    private boolean refused(LogStream stream, Entry entry) {
        Instant time = Nanos.toInstant(entry.time());
        Instant oldest = now.minus(MAX_AGE);
        if (entry.lineBytes() > MAX_LINE_BYTES) {
            problems.add("max entry size '" + MAX_LINE_BYTES + "' bytes exceeded for stream '" + shown(stream)
                    + "' while adding an entry with length '" + entry.lineBytes() + "' bytes");
        } else if (time.isBefore(oldest)) {
            problems.add("entry for stream '" + shown(stream) + "' has timestamp too old: " + SECONDS.format(time)
                    + ", oldest acceptable timestamp is: " + SECONDS.format(oldest));
        } else if (time.isAfter(now.plus(MAX_AHEAD))) {
            problems.add("entry for stream '" + shown(stream) + "' has timestamp too new: " + SECONDS.format(time));
        } else {
            return false;
        }
        return true;
    }

    private String tooFarBehind(LogStream stream, List<Entry> behind, long newest, int pushed) {
        String oldest = SECONDS.format(Nanos.toInstant(newest).minus(MAX_BEHIND));
        return behind.stream()
                        .map(entry -> Nanos.toInstant(entry.time()))
                        .map(time ->
                                "entry with timestamp " + GO_TIME.format(time) + " +0000 UTC ignored, reason: 'entry"
                                        + " too far behind, entry timestamp is: " + SECONDS.format(time)
                                        + ", oldest acceptable timestamp is: " + oldest + "',\n")
                        .limit(10)
                        .collect(Collectors.joining())
                + "user '" + tenant + "', total ignored: " + behind.size() + " out of " + pushed + " for stream: "
                + shown(stream);
    }

    private static String shown(LogStream stream) {
        return stream.labels().entrySet().stream()
                .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
