package io.lokitempo.mcp.resource;

import io.lokitempo.finding.Scope;
import io.lokitempo.mcp.export.Exports;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.KnownService;
import io.lokitempo.mcp.finding.Reading;
import io.lokitempo.mcp.resource.ResourceUri.Kind;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.topic.FindingJson;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What a URI names, as JSON, to whoever calls: what is open now and what was in the last day. */
public final class FindingResources {
    /** A resource that is not there, or findings that cannot be read. */
    public sealed interface Content {
        record Json(String text) implements Content {}

        record Absent() implements Content {}

        /** @param why in plain words */
        record Unavailable(String why) implements Content {}
    }

    private static final Duration LOOK_BACK = Duration.ofDays(1);

    /** Of a list; the tools page through all. */
    private static final int MOST = 100;

    private final Findings findings;
    private final Exports exports;
    private final LiveSettings settings;
    private final Redaction redaction;
    private final Clock clock;

    public FindingResources(
            Findings findings, Exports exports, LiveSettings settings, Redaction redaction, Clock clock) {
        this.findings = findings;
        this.exports = exports;
        this.settings = settings;
        this.redaction = redaction;
        this.clock = clock;
    }

    /** Reads for the caller of this thread. */
    public Content read(String text) {
        return ResourceUri.parse(text).map(this::read).orElseGet(Content.Absent::new);
    }

    private Content read(ResourceUri uri) {
        Scope scope = settings.current().scope();
        TimeWindow day = TimeWindow.before(clock.instant(), LOOK_BACK);
        return switch (uri.kind()) {
            case INCIDENTS ->
                uri.id().isEmpty()
                        ? list("incidents", findings.incidents(scope, day, MOST))
                        : one(findings.incident(scope, uri.id()));
            case ANOMALIES ->
                uri.id().isEmpty()
                        ? list("anomalies", findings.anomalies(scope, day, null, null, null, MOST))
                        : one(findings.anomaly(scope, uri.id()));
            case SERVICES ->
                uri.id().isEmpty()
                        ? list("services", findings.services(scope))
                        : one(findings.services(scope).map(all -> service(scope, uri.id(), all, day)));
            case EXPORTS ->
                uri.id().isEmpty()
                        ? list("exports", new Reading.Read<>(exports.known().reversed()))
                        : one(new Reading.Read<>(exports.find(uri.id())));
        };
    }

    private Optional<Map<String, Object>> service(Scope scope, String name, List<KnownService> all, TimeWindow day) {
        return all.stream()
                .filter(service -> service.name().value().equals(name))
                .findFirst()
                .map(service -> {
                    Map<String, Object> facts = new LinkedHashMap<>();
                    facts.put("service", service);
                    ServiceName own = service.name();
                    findings.anomalies(scope, day, own, null, null, MOST)
                            .found()
                            .ifPresent(anomalies -> facts.put("anomalies", anomalies));
                    return facts;
                });
    }

    private <T> Content list(String name, Reading<? extends List<T>> reading) {
        return content(reading, all -> {
            Map<String, Object> page = new LinkedHashMap<>();
            page.put("as_of", clock.instant());
            page.put("total", all.size());
            page.put(name, all.subList(0, Math.min(MOST, all.size())));
            return Optional.of(page);
        });
    }

    private <T> Content one(Reading<Optional<T>> reading) {
        return content(reading, found -> found);
    }

    private <T> Content content(Reading<T> reading, Function<T, Optional<?>> shape) {
        return switch (reading) {
            case Reading.Missing<T>(String why) -> new Content.Unavailable(why);
            case Reading.Read<T>(T value) ->
                shape.apply(value)
                        .<Content>map(shown -> new Content.Json(text(shown)))
                        .orElseGet(Content.Absent::new);
        };
    }

    private String text(Object shown) {
        return FindingJson.MAPPER.writeValueAsString(redacted(FindingJson.MAPPER.valueToTree(shown)));
    }

    /** Every text for itself, so that what is redacted stays JSON. */
    private JsonNode redacted(JsonNode node) {
        return switch (node) {
            case StringNode text -> StringNode.valueOf(redaction.apply(text.stringValue()));
            case ArrayNode array -> {
                ArrayNode shown = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> shown.add(redacted(element)));
                yield shown;
            }
            case ObjectNode object -> {
                ObjectNode shown = JsonNodeFactory.instance.objectNode();
                object.forEachEntry((name, value) -> shown.set(name, redacted(value)));
                yield shown;
            }
            default -> node;
        };
    }

    /** URIs of lists, with what they hold. */
    static Map<Kind, String> lists() {
        Map<Kind, String> lists = new LinkedHashMap<>();
        lists.put(Kind.INCIDENTS, "Incidents that are open or were in the last day");
        lists.put(Kind.ANOMALIES, "Anomalies that are open or were in the last day");
        lists.put(Kind.SERVICES, "Services that were ever seen, and when last");
        lists.put(Kind.EXPORTS, "Exports of this server and how far they are");
        return lists;
    }
}
