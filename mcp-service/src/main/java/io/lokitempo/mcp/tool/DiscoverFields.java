package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.NearestName;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.live.Field;
import io.lokitempo.mcp.live.Field.Place;
import io.lokitempo.mcp.live.LogFields;
import io.lokitempo.mcp.live.LogQuery;
import io.lokitempo.mcp.live.Logs;
import io.lokitempo.mcp.live.SpanConditions;
import io.lokitempo.mcp.live.SpanFields;
import io.lokitempo.mcp.live.TraceQuery;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What logs and traces can be filtered by, and how. */
public final class DiscoverFields implements Tool {
    private static final int SHOWN_VALUES = 4;

    /** Ids have so many values, and one of them tells as much as four. */
    private static final int MANY = 20;

    private static final int MOST_SIMILAR = 6;

    private static final Declaration DECLARATION = Declaration.of(
            "discover_fields",
            "Discover fields",
            Effect.READS,
            "Names of labels, metadata, fields in lines and span attributes with top values and the fragment that filters "
                    + "by each. With field: how often each of its values occurs.",
            """
            "source":{"enum":["logs","traces"],"description":"both if not given"},
            "service":{"type":"string"},
            "field":{"type":"string","description":"one name: its values, counted"},
            "contains":{"type":"string","description":"part of names, or with field of values"},
            %s
            """.formatted(Occasion.TIME_RANGE),
            "fields",
            "values");

    private final Logs logs;
    private final LogFields logFields;
    private final SpanFields spanFields;
    private final LiveSettings settings;
    private final Redaction redaction;
    private final Clock clock;

    public DiscoverFields(
            Logs logs,
            LogFields logFields,
            SpanFields spanFields,
            LiveSettings settings,
            Redaction redaction,
            Clock clock) {
        this.logs = logs;
        this.logFields = logFields;
        this.spanFields = spanFields;
        this.settings = settings;
        this.redaction = redaction;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Outcome answer(Arguments arguments, Progress progress) {
        Occasion occasion = Occasion.of(arguments, settings, clock);
        TimeWindow window = occasion.window();
        String source = arguments.has("source") ? arguments.choice("source", "") : "";
        String service = arguments.text("service", "");
        Optional<String> field = arguments.text("field");
        List<String> coverage = new ArrayList<>();
        List<String> ran = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        Predicate<String> wanted = field.isPresent() ? _ -> true : contains(arguments);
        if (!source.equals("traces")) {
            fields.addAll(either(source, coverage, "Loki", () -> {
                LogQuery query = logs.query("", service.isEmpty() ? null : service, null, window, arguments.asCall());
                ran.add(query.logql());
                return field.map(name -> logFields.counted(name, query, window))
                        .orElseGet(() -> logFields.overview(query, window, wanted));
            }));
        }
        if (!source.equals("logs")) {
            fields.addAll(either(source, coverage, "Tempo", () -> {
                TraceQuery query = TraceQuery.of(
                        service.isEmpty()
                                ? List.of()
                                : new SpanConditions().service(service).list());
                ran.add(query.traceql());
                return field.map(name -> spanFields.counted(name, query, window))
                        .orElseGet(() -> spanFields.overview(query, window, wanted));
            }));
        }
        Answer.Builder answer = Answer.about(occasion.header(
                field.map(name -> "values of " + Names.shown(name)).orElse("fields")
                        + (service.isEmpty() ? "" : " of " + Names.shown(service)),
                window,
                "live",
                coverage));
        ran.forEach(query -> answer.fact("of", query));
        if (fields.isEmpty()) {
            return nothing(answer, arguments, window);
        }
        return field.isPresent() ? values(answer, fields, arguments) : overview(answer, fields, arguments);
    }

    /** One server's silence is no reason to leave out the other's fields, unless it alone was asked for. */
    private static List<Field> either(
            String source, List<String> coverage, String server, Supplier<List<Field>> fields) {
        try {
            return fields.get();
        } catch (RefusedException e) {
            if (!source.isEmpty()) {
                throw e;
            }
            coverage.add("without " + server + ": " + e.refusal().what());
            return List.of();
        }
    }

    private static Predicate<String> contains(Arguments arguments) {
        String part = arguments.text("contains", "").toLowerCase(Locale.ROOT);
        return text -> text.toLowerCase(Locale.ROOT).contains(part);
    }

    private Outcome nothing(Answer.Builder answer, Arguments arguments, TimeWindow window) {
        Optional<String> field = arguments.text("field");
        if (field.isPresent()) {
            List<String> names = names(arguments, window);
            answer.fact(
                    "empty",
                    "never_seen: nothing here is called " + Names.shown(field.get())
                            + (names.isEmpty()
                                    ? ""
                                    : "; similar are "
                                            + NearestName.sorted(field.get(), names).stream()
                                                    .limit(MOST_SIMILAR)
                                                    .map(Names::shown)
                                                    .collect(Collectors.joining(", "))));
        } else {
            answer.fact(
                    "empty",
                    arguments.has("contains")
                            ? "filtered_out: no name contains " + Names.shown(arguments.text("contains", ""))
                            : "nothing was logged or traced here in this window");
        }
        return answer.next(arguments.asCall().with("field", "").with("contains", ""))
                .answer();
    }

    /** Of both servers, as far as they answer. */
    private List<String> names(Arguments arguments, TimeWindow window) {
        List<String> names = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        LogQuery everything = logs.query("", null, null, window, arguments.asCall());
        either("", ignored, "Loki", () -> logFields.overview(everything, window, _ -> true))
                .forEach(field -> names.add(field.name()));
        either("", ignored, "Tempo", () -> spanFields.overview(new TraceQuery("{}"), window, _ -> true))
                .forEach(field -> names.add(field.name()));
        return names.stream().distinct().toList();
    }

    private Outcome overview(Answer.Builder answer, List<Field> fields, Arguments arguments) {
        Table.Rows rows = Table.of(
                "fields",
                Column.name("name"),
                Column.name("place"),
                Column.name("values"),
                Column.prose("filter"),
                Column.text("text"));
        String intrinsic = fields.stream()
                .filter(field -> field.place() == Place.INTRINSIC)
                .map(field -> Names.shown(field.name()))
                .collect(Collectors.joining(", "));
        if (!intrinsic.isEmpty()) {
            answer.fact("every_span", intrinsic);
        }
        for (Field field : fields) {
            if (field.place() == Place.INTRINSIC) {
                continue;
            }
            rows.row(
                    Cell.of(field.name()),
                    Cell.of(AnomalyRows.lower(field.place())),
                    Cell.of(distinct(field)),
                    Cell.of(field.filter()),
                    Cell.of(field.values().stream()
                            .limit(field.distinct() > MANY ? 1 : SHOWN_VALUES)
                            .map(value -> redaction.apply(Names.shown(value.text())))
                            .collect(Collectors.joining(", "))));
        }
        return answer.table(rows.table())
                .next(arguments.asCall().with("contains", "").with("field", mostTelling(fields)))
                .answer();
    }

    private static String distinct(Field field) {
        if (field.distinct() < 0) {
            return "";
        }
        return field.distinct() >= Field.MOST_VALUES ? Field.MOST_VALUES + "+" : Long.toString(field.distinct());
    }

    /** One with several values and not thousands. */
    private static String mostTelling(List<Field> fields) {
        return fields.stream()
                .filter(field -> field.distinct() > 1 && field.distinct() < 50 && field.place() != Place.INTRINSIC)
                .findFirst()
                .orElse(fields.getFirst())
                .name();
    }

    private Outcome values(Answer.Builder answer, List<Field> fields, Arguments arguments) {
        Predicate<String> wanted = contains(arguments);
        Table.Rows rows = Table.of("values", Column.name("place"), Column.count("count"), Column.text("text"));
        for (Field field : fields) {
            answer.fact("filter", AnomalyRows.lower(field.place()) + " " + field.filter());
            field.values().stream()
                    .filter(value -> wanted.test(value.text()))
                    .forEach(value -> rows.row(
                            Cell.of(AnomalyRows.lower(field.place())),
                            Cell.of(value.count()),
                            Cell.of(redaction.apply(value.text()))));
        }
        Table table = rows.table();
        if (table.rows().isEmpty()) {
            return answer.fact(
                            "empty", "filtered_out: no value contains " + Names.shown(arguments.text("contains", "")))
                    .next(arguments.asCall().with("contains", ""))
                    .answer();
        }
        boolean counted =
                fields.stream().flatMap(field -> field.values().stream()).anyMatch(value -> value.count() > 0);
        if (!counted) {
            answer.fact("counts", "none: counting would read too much, or this server does not count");
        }
        return answer.table(table).next(next(fields.getFirst(), arguments)).answer();
    }

    private static Call next(Field field, Arguments arguments) {
        String service = arguments.text("service", "");
        return switch (field.place()) {
            case LABEL, METADATA, PARSED -> Call.of("query_logs").with("service", service);
            case RESOURCE, SPAN, EVENT, LINK, INSTRUMENTATION, INTRINSIC ->
                service.isEmpty()
                        ? Call.of("search_traces")
                        : Call.of("get_service_metrics")
                                .with("service_name", service)
                                .with("group_by", field.name());
        };
    }
}
