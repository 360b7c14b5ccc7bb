package io.lokitempo.mcp.live;

import io.lokitempo.mcp.live.Field.Place;
import io.lokitempo.mcp.live.Field.Value;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.tempo.SpanSeries;
import io.lokitempo.tempo.TagScope;
import io.lokitempo.tempo.TagValue;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.tempo.TraceQl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What spans can be filtered by: attributes of resources, spans, events and links, and what every span has. */
public final class SpanFields {
    private static final int MOST_FIELDS = 60;

    /** What a server has not told by then is shown without values. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Backends backends;

    public SpanFields(Backends backends) {
        this.backends = backends;
    }

    /** Fields whose names are wanted, with some of their values; those that the spans asked for do not have are left out. */
    public List<Field> overview(TraceQuery query, TimeWindow window, Predicate<String> wanted) {
        List<Field> all = names(window).stream()
                .filter(field -> wanted.test(field.name()))
                .toList();
        List<Field> first = all.stream().limit(MOST_FIELDS).toList();
        List<Optional<List<Value>>> values =
                SideBySide.of(first, PATIENCE, field -> valuesOfAttribute(field, query, window));
        List<Field> found = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            Field field = first.get(i);
            List<Value> known = values.get(i).orElse(List.of());
            if (!known.isEmpty() || values.get(i).isEmpty() || field.place() == Place.INTRINSIC) {
                found.add(known.isEmpty() ? field : field.with(known));
            }
        }
        found.addAll(all.subList(first.size(), all.size()));
        return found;
    }

    /** One field, named with or without its scope, in each place where it is, with the spans of its values. */
    public List<Field> counted(String name, TraceQuery query, TimeWindow window) {
        return names(window).stream()
                .filter(field -> field.name().equals(name) || attribute(field).equals(name))
                .map(field -> field.with(counts(field, query, window).orElseGet(() -> values(field, query, window))))
                .filter(field -> !field.values().isEmpty())
                .toList();
    }

    private List<Field> names(TimeWindow window) {
        List<Field> fields = new ArrayList<>();
        for (TagScope scope : Replies.value(tempo().tagNames(window), "Tempo", "tags")) {
            Place place = place(scope.scope());
            scope.names().stream()
                    .filter(name -> place != Place.INTRINSIC || !name.contains(":")) // the same again, with its scope
                    .sorted()
                    .forEach(name -> fields.add(field(place, name)));
        }
        fields.sort(Comparator.comparing(Field::place));
        return fields;
    }

    private static Field field(Place place, String name) {
        Field bare = new Field(name, place, "", -1, List.of(), "");
        boolean keyword = place == Place.INTRINSIC && name.matches("(span:)?(status|kind)");
        return new Field(
                name,
                place,
                "",
                -1,
                List.of(),
                "{ " + attribute(bare) + "=" + (keyword ? "VALUE" : "\"VALUE\"") + " }");
    }

    /** A Tempo that tells no scopes leaves open whether a name is the resource's or the span's. */
    private static Place place(String scope) {
        return switch (scope) {
            case "resource" -> Place.RESOURCE;
            case "event" -> Place.EVENT;
            case "link" -> Place.LINK;
            case "instrumentation" -> Place.INSTRUMENTATION;
            case "intrinsic" -> Place.INTRINSIC;
            default -> Place.SPAN;
        };
    }

    private static String attribute(Field field) {
        return field.place() == Place.INTRINSIC
                ? field.name()
                : TraceQl.attribute(field.place().name().toLowerCase(Locale.ROOT), field.name());
    }

    /** None of what every span has: their names say enough, and to ask for each is dear. */
    private List<Value> valuesOfAttribute(Field field, TraceQuery query, TimeWindow window) {
        return field.place() == Place.INTRINSIC ? List.of() : values(field, query, window);
    }

    private List<Value> values(Field field, TraceQuery query, TimeWindow window) {
        return tempo().tagValues(attribute(field), query.traceql(), window).answered().orElse(List.of()).stream()
                .limit(Field.MOST_VALUES)
                .map(TagValue::value)
                .map(value -> new Value(value, Double.NaN))
                .toList();
    }

    /** Empty where this Tempo does not count by it. */
    private Optional<List<Value>> counts(Field field, TraceQuery query, TimeWindow window) {
        String count = query.traceql() + " | count_over_time() by (" + attribute(field) + ")";
        return tempo().metricsInstant(count, LiveMetrics.bounded(window))
                .answered()
                .map(series -> series.stream()
                        .map(SpanFields::value)
                        .filter(value -> value.count() > 0 && !value.text().equals("nil"))
                        .sorted(Comparator.comparingDouble(Value::count).reversed())
                        .limit(Field.MOST_VALUES)
                        .toList())
                .filter(values -> !values.isEmpty());
    }

    private static Value value(SpanSeries series) {
        String text = series.labels().values().stream()
                .findFirst()
                .map(value -> value.text())
                .orElse("nil");
        return new Value(
                text,
                series.points().stream().mapToDouble(SpanSeries.Point::value).sum());
    }

    private TempoClient tempo() {
        return backends.tempo();
    }
}
