package io.lokitempo.mcp.live;

import io.lokitempo.tempo.TraceQl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Conditions on spans as TraceQL, made of names and values as people write them. */
public final class SpanConditions {
    private static final Set<String> INTRINSICS = Set.of(
            "name", "status", "statusMessage", "kind", "duration", "rootName", "rootServiceName", "traceDuration");
    private static final Set<String> KEYWORDS = Set.of("status", "kind", "span:status", "span:kind");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern DURATION = Pattern.compile("\\d+(\\.\\d+)?(ns|us|µs|ms|s|m|h)");
    private static final Pattern COMPARISON = Pattern.compile("(>=|<=|>|<)\\s*(\\S+)");
    private static final Pattern SCOPED =
            Pattern.compile("(span|resource|event|link|instrumentation)\\.(.+)", Pattern.DOTALL);

    private final List<String> conditions = new ArrayList<>();

    public SpanConditions service(String service) {
        conditions.add("resource.service.name=" + TraceQl.quoted(service));
        return this;
    }

    public SpanConditions operation(String operation) {
        conditions.add("name=" + TraceQl.quoted(operation));
        return this;
    }

    /** @param name span duration, {@code duration}, or the whole trace's, {@code traceDuration} */
    public SpanConditions duration(String name, String comparison, Duration than) {
        conditions.add(name + comparison + than.toNanos() + "ns");
        return this;
    }

    /** Each tag: {@code error} is the status, numbers and booleans compare as such and as the text they may be stored as. */
    public SpanConditions tags(Map<String, Object> tags) {
        tags.forEach((name, value) -> conditions.add(tag(name, value)));
        return this;
    }

    public List<String> list() {
        return List.copyOf(conditions);
    }

    private static String tag(String name, Object value) {
        String text = value.toString();
        if (name.equals("error")) {
            return text.equalsIgnoreCase("false") ? "status!=error" : "status=error";
        }
        if (name.equals("service") || name.equals("service_name") || name.equals("service.name")) {
            return "resource.service.name=" + TraceQl.quoted(text);
        }
        return condition(attribute(name), value, text);
    }

    private static String attribute(String name) {
        if (INTRINSICS.contains(name) || name.matches("(span|trace|event|link|instrumentation):[A-Za-z]+")) {
            return name;
        }
        var scoped = SCOPED.matcher(name);
        if (scoped.matches()) {
            return TraceQl.attribute(scoped.group(1), scoped.group(2));
        }
        return TraceQl.attribute("", name.startsWith(".") ? name.substring(1) : name);
    }

    private static String condition(String attribute, Object value, String text) {
        if (KEYWORDS.contains(attribute)) {
            return attribute + "=" + keyword(text);
        }
        var comparison = COMPARISON.matcher(text);
        if (comparison.matches() && isQuantity(comparison.group(2))) {
            return attribute + comparison.group(1) + comparison.group(2);
        }
        if (attribute.toLowerCase(Locale.ROOT).endsWith("duration")
                && DURATION.matcher(text).matches()) {
            return attribute + "=" + text;
        }
        if (value instanceof Number || value instanceof Boolean) {
            return attribute + "=" + text;
        }
        boolean ambiguous = NUMBER.matcher(text).matches() || text.equals("true") || text.equals("false");
        String asText = attribute + "=" + TraceQl.quoted(text);
        return ambiguous && !INTRINSICS.contains(attribute)
                ? "(%s=%s || %s)".formatted(attribute, text, asText)
                : asText;
    }

    /** Keywords stand bare in TraceQL, so nothing but letters may get there. */
    private static String keyword(String text) {
        String keyword = text.toLowerCase(Locale.ROOT);
        if (!keyword.matches("[a-z]+")) {
            throw new IllegalArgumentException(
                    "status is ok, error or unset; kind is server, client, internal, producer or consumer");
        }
        return keyword;
    }

    private static boolean isQuantity(String text) {
        return NUMBER.matcher(text).matches() || DURATION.matcher(text).matches();
    }
}
