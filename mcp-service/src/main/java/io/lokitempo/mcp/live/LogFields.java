package io.lokitempo.mcp.live;

import io.lokitempo.loki.DetectedField;
import io.lokitempo.loki.LogQl;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.mcp.live.Field.Place;
import io.lokitempo.mcp.live.Field.Value;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What log lines can be filtered by: labels of their streams, structured metadata, and what their text holds. */
public final class LogFields {
    private static final int MOST_FIELDS = 40;

    /** What a server has not told by then is shown without values. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Pattern LABEL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Backends backends;
    private final LiveSettings settings;

    public LogFields(Backends backends, LiveSettings settings) {
        this.backends = backends;
        this.settings = settings;
    }

    /** Fields whose names are wanted, with some of their values; labels first, then metadata. */
    public List<Field> overview(LogQuery query, TimeWindow window, Predicate<String> wanted) {
        List<Field> all = names(query, window).stream()
                .filter(field -> wanted.test(field.name()))
                .toList();
        List<Field> first = all.stream().limit(MOST_FIELDS).toList();
        List<Optional<List<Value>>> values = SideBySide.of(first, PATIENCE, field -> values(field, query, window));
        List<Field> found = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            List<Value> known = values.get(i).orElse(List.of());
            boolean isElsewhere =
                    first.get(i).place() == Place.LABEL && values.get(i).isPresent() && known.isEmpty();
            if (!isElsewhere) {
                found.add(first.get(i).with(known));
            }
        }
        found.addAll(all.subList(first.size(), all.size()));
        return found;
    }

    /** One field in each place where it is, with the lines of its most frequent values. */
    public List<Field> counted(String name, LogQuery query, TimeWindow window) {
        return names(query, window).stream()
                .filter(field -> field.name().equals(name))
                .map(field -> field.with(counts(field, query, window).orElseGet(() -> values(field, query, window))))
                .filter(field -> !field.values().isEmpty())
                .toList();
    }

    private List<Field> names(LogQuery query, TimeWindow window) {
        List<Field> fields = new ArrayList<>();
        Replies.value(loki().labelNames(window), "Loki", query.logql()).stream()
                .filter(name -> !name.startsWith("__"))
                .forEach(name ->
                        fields.add(new Field(name, Place.LABEL, "", -1, List.of(), "{" + name + "=\"VALUE\"}")));
        loki().detectedFields(query.logql(), window).answered().orElse(List.of()).stream()
                .filter(field -> fields.stream().noneMatch(label -> label.name().equals(field.name())))
                .map(LogFields::field)
                .sorted(Comparator.comparing(Field::place).thenComparing(Field::name))
                .forEach(fields::add);
        return fields;
    }

    private static Field field(DetectedField field) {
        boolean metadata = field.parsers().isEmpty();
        String parse = metadata ? "" : "| " + field.parsers().getFirst() + " ";
        return new Field(
                field.name(),
                metadata ? Place.METADATA : Place.PARSED,
                field.type(),
                field.cardinality(),
                List.of(),
                parse + "| " + field.name() + "=\"VALUE\"");
    }

    private List<Value> values(Field field, LogQuery query, TimeWindow window) {
        var reply = field.place() == Place.LABEL
                ? loki().labelValues(field.name(), query.logql(), window)
                : loki().detectedFieldValues(field.name(), query.logql(), window);
        return reply.answered().orElse(List.of()).stream()
                .limit(Field.MOST_VALUES)
                .map(value -> new Value(value, Double.NaN))
                .toList();
    }

    /** Empty where counting would read more than the byte budget, or Loki does not count. */
    private Optional<List<Value>> counts(Field field, LogQuery query, TimeWindow window) {
        long budget = settings.current().lokiByteBudget();
        if (!LABEL.matcher(field.name()).matches()
                || new QueryGuard(loki(), budget).bytes(query.logql(), window) > budget) {
            return Optional.empty();
        }
        String parsed = field.place() == Place.PARSED
                ? " "
                        + field.filter()
                                .substring(0, field.filter().lastIndexOf('|'))
                                .strip()
                : "";
        String count = "topk(%d, sum by (%s) (count_over_time(%s%s | %s!=%s [%dms])))"
                .formatted(
                        Field.MOST_VALUES,
                        field.name(),
                        query.logql(),
                        parsed,
                        field.name(),
                        LogQl.quoted(""),
                        Math.max(1, window.length().toMillis()));
        return loki().instant(count, window.end().minusNanos(1))
                .answered()
                .map(vector -> vector.samples().stream()
                        .map(sample -> new Value(sample.labels().getOrDefault(field.name(), ""), sample.value()))
                        .sorted(Comparator.comparingDouble(Value::count).reversed())
                        .toList());
    }

    private LokiClient loki() {
        return backends.loki();
    }
}
