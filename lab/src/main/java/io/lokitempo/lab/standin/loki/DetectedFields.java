package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.http.ApiRequest;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.logql.Expr;
import io.lokitempo.lab.standin.logql.LogQlParser;
import io.lokitempo.lab.standin.query.Bounds;
import io.lokitempo.lab.standin.query.ByteSize;
import io.lokitempo.lab.standin.query.GoDuration;
import io.lokitempo.lab.standin.query.GoNumber;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fields of a sample of lines: structured metadata, and what the json or else the logfmt parser finds. */
final class DetectedFields {
    private static final int LINES_BY_DEFAULT = 100;
    private static final int FIELDS_BY_DEFAULT = 1_000;
    private static final Duration REACH = Duration.ofHours(1);

    private final LogStore store;
    private final Bounds bounds;
    private final InstantSource clock;

    DetectedFields(LogStore store, Bounds bounds, InstantSource clock) {
        this.store = store;
        this.bounds = bounds;
        this.clock = clock;
    }

    /** A field with its distinct values. */
    private static final class Seen {
        private final Set<String> values = new LinkedHashSet<>();
        private @Nullable String parser;
        private List<String> jsonPath = List.of();
    }

    JsonNode fields(ApiRequest request) {
        int limit = number(request, "limit", FIELDS_BY_DEFAULT);
        Map<String, Seen> fields = sample(request);
        ObjectNode body = LokiJson.object();
        if (fields.isEmpty()) {
            return body;
        }
        var array = body.putArray("fields");
        fields.entrySet().stream().limit(limit).forEach(field -> {
            Seen seen = field.getValue();
            ObjectNode node = array.addObject()
                    .put("label", field.getKey())
                    .put("type", type(seen.values))
                    .put("cardinality", seen.values.size());
            if (seen.parser == null) {
                node.putNull("parsers");
            } else {
                node.putArray("parsers").add(seen.parser);
            }
            if (!seen.jsonPath.isEmpty()) {
                node.set("jsonPath", LokiJson.strings(seen.jsonPath));
            }
        });
        return body.put("limit", limit);
    }

    JsonNode values(ApiRequest request) {
        int limit = number(request, "limit", FIELDS_BY_DEFAULT);
        Seen field = sample(request).get(request.variable());
        ObjectNode body = LokiJson.object();
        if (field != null) {
            body.put("limit", limit)
                    .set(
                            "values",
                            LokiJson.strings(field.values.stream().limit(limit).toList()));
        }
        return body;
    }

    private static int number(ApiRequest request, String name, int byDefault) {
        String text = request.parameters().text(name).orElse("" + byDefault);
        return (int)
                GoNumber.parseLong(text).orElseThrow(() -> Refusal.badRequest(GoNumber.invalid("ParseUint", text)));
    }

    private Map<String, Seen> sample(ApiRequest request) {
        QueryTimes times = QueryTimes.of(request.parameters(), clock.instant(), REACH);
        if (!(LogQlParser.parse(request.parameters().text("query").orElse("")) instanceof Expr.Logs logs)) {
            throw Refusal.badRequest("only log selector is supported");
        }
        int most = number(request, "line_limit", LINES_BY_DEFAULT);
        Map<String, Seen> fields = new LinkedHashMap<>();
        AtomicInteger lines = new AtomicInteger();
        LogReader reader = new LogReader(store, LokiApi.tenant(request), bounds.deadline());
        reader.inOrder(logs, times.start(), times.end(), true, row -> {
            look(row, fields);
            return lines.incrementAndGet() < most;
        });
        return fields;
    }

    private static void look(Row row, Map<String, Seen> fields) {
        row.metadata().forEach((name, value) -> seen(fields, name).values.add(value));
        List<JsonFields.Field> json = new ArrayList<>();
        if (JsonFields.read(row.line(), json)) {
            for (JsonFields.Field field : json) {
                Seen seen = parsed(fields, row, field.name(), field.value(), "json");
                seen.jsonPath = field.path();
            }
        } else {
            LogfmtFields.read(row.line()).forEach((name, value) -> parsed(fields, row, name, value, "logfmt"));
        }
    }

    private static Seen parsed(Map<String, Seen> fields, Row row, String name, String value, String parser) {
        String label = Row.labelOf(name);
        Seen seen = seen(fields, row.stream().containsKey(label) ? label + "_extracted" : label);
        seen.values.add(value);
        seen.parser = parser;
        return seen;
    }

    private static Seen seen(Map<String, Seen> fields, String name) {
        return fields.computeIfAbsent(name, _ -> new Seen());
    }

    private static String type(Set<String> values) {
        String value = values.iterator().next();
        if (GoNumber.parseLong(value).isPresent()) {
            return "int";
        }
        if (GoNumber.parseDouble(value).isPresent()) {
            return "float";
        }
        if (value.equals("true") || value.equals("false")) {
            return "boolean";
        }
        if (GoDuration.parse(value).isPresent()) {
            return "duration";
        }
        return ByteSize.parse(value).isPresent() ? "bytes" : "string";
    }
}
