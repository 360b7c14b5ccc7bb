package io.lokitempo.lab.standin.loki;

import com.google.re2j.Matcher;
import io.lokitempo.lab.standin.logql.Expr.Conversion;
import io.lokitempo.lab.standin.logql.LabelCondition;
import io.lokitempo.lab.standin.logql.Stage;
import io.lokitempo.lab.standin.logql.Stage.Assignment;
import io.lokitempo.lab.standin.logql.Stage.LabelChoice;
import io.lokitempo.lab.standin.logql.Stage.LineTest;
import io.lokitempo.lab.standin.logql.Template;
import io.lokitempo.lab.standin.query.ByteSize;
import io.lokitempo.lab.standin.query.GoDuration;
import io.lokitempo.lab.standin.query.GoNumber;
import io.lokitempo.telemetry.Nanos;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Runs rows through the stages of a query. */
final class Pipeline {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[mK]");

    private final List<Stage> stages;

    Pipeline(List<Stage> stages) {
        this.stages = List.copyOf(stages);
    }

    /** @return whether the row passes; stages may have changed it */
    boolean passes(Row row) {
        for (Stage stage : stages) {
            if (!passes(stage, row)) {
                return false;
            }
        }
        return true;
    }

    private static boolean passes(Stage stage, Row row) {
        switch (stage) {
            case Stage.LineFilter(boolean negative, List<LineTest> anyOf) -> {
                return anyOf.stream().anyMatch(test -> found(test, row.line())) != negative;
            }
            case Stage.LabelFilter(LabelCondition condition) -> {
                return holds(condition, row);
            }
            case Stage.Json json -> JsonFields.extract(json, row);
            case Stage.Logfmt logfmt -> LogfmtFields.extract(logfmt, row);
            case Stage.Regexp(com.google.re2j.Pattern pattern, List<String> names) -> groups(pattern, names, row);
            case Stage.Captures(var pattern) -> pattern.captures(row.line(), row::extract);
            case Stage.LineFormat(Template template) -> row.line(rendered(template, row));
            case Stage.LabelFormat(List<Assignment> assignments) -> assignments.forEach(to -> assign(to, row));
            case Stage.Drop(List<LabelChoice> labels) ->
                row.removeIf(label -> labels.stream().anyMatch(choice -> chosen(choice, label, row)));
            case Stage.Keep(List<LabelChoice> labels) ->
                row.removeIf(label -> !label.startsWith(Row.ERROR.substring(0, 7))
                        && labels.stream().noneMatch(choice -> chosen(choice, label, row)));
            case Stage.Decolorize() -> row.line(COLOUR.matcher(row.line()).replaceAll(""));
        }
        return true;
    }

    private static boolean found(LineTest test, String line) {
        return switch (test) {
            case LineTest.Contains(String text) -> line.contains(text);
            case LineTest.Matches(com.google.re2j.Pattern pattern) ->
                pattern.matcher(line).find();
        };
    }

    private static void groups(com.google.re2j.Pattern pattern, List<String> names, Row row) {
        Matcher matcher = pattern.matcher(row.line());
        if (matcher.find()) {
            for (String name : names) {
                String value = matcher.group(name);
                if (value != null) {
                    row.extract(name, value);
                }
            }
        }
    }

    private static String rendered(Template template, Row row) {
        return template.render(name -> switch (name) {
            case "__line__" -> row.line();
            case "__timestamp__" -> Nanos.toInstant(row.time()).toString();
            default -> row.get(name);
        });
    }

    private static void assign(Assignment assignment, Row row) {
        switch (assignment) {
            case Assignment.Rename(String label, String from) -> {
                if (row.has(from)) {
                    String value = row.get(from);
                    row.removeIf(from::equals);
                    row.set(label, value);
                }
            }
            case Assignment.Render(String label, Template template) -> row.set(label, rendered(template, row));
        }
    }

    private static boolean chosen(LabelChoice choice, String label, Row row) {
        return choice.label().equals(label)
                && switch (choice) {
                    case LabelChoice.Any _ -> true;
                    case LabelChoice.Matching(String _, var match) -> match.test(row.get(label));
                };
    }

    static boolean holds(LabelCondition condition, Row row) {
        return switch (condition) {
            case LabelCondition.And(LabelCondition left, LabelCondition right) -> holds(left, row) && holds(right, row);
            case LabelCondition.Or(LabelCondition left, LabelCondition right) -> holds(left, row) || holds(right, row);
            case LabelCondition.Text(String label, var match) -> match.test(row.get(label));
            case LabelCondition.Quantity number -> holds(number, row);
        };
    }

    /** A value that cannot be read marks the row and keeps it, as Loki does, so that nothing is lost unseen. */
    private static boolean holds(LabelCondition.Quantity condition, Row row) {
        if (row.hasError()) {
            return true;
        }
        if (!row.has(condition.label())) {
            return false;
        }
        String text = row.get(condition.label());
        OptionalDouble value = number(text, condition.conversion());
        if (value.isEmpty()) {
            row.error("LabelFilterErr", unreadable(text, condition.conversion()));
            return true;
        }
        return condition.comparison().holds(value.getAsDouble(), condition.value());
    }

    /** @return nanoseconds of a duration, bytes of a size, or the number */
    static OptionalDouble number(String text, Conversion conversion) {
        return switch (conversion) {
            case NUMBER -> GoNumber.parseDouble(text);
            case DURATION -> {
                OptionalLong nanos = GoDuration.parse(text);
                yield nanos.isPresent() ? OptionalDouble.of((double) nanos.getAsLong()) : OptionalDouble.empty();
            }
            case BYTES -> ByteSize.parse(text);
        };
    }

    static String unreadable(String text, Conversion conversion) {
        return switch (conversion) {
            case NUMBER, BYTES -> GoNumber.invalid("ParseFloat", text);
            case DURATION -> "time: invalid duration \"" + text + "\"";
        };
    }
}
