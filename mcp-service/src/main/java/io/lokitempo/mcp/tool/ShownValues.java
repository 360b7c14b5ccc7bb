package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mining.TemplateParameters.Parameter;
import io.lokitempo.mining.TemplateParameters.Range;
import io.lokitempo.mining.TemplateParameters.Value;
import java.util.List;
import java.util.stream.Collectors;

/** What stands at a pattern's variables, in a few words: {@code <ip> 10.0.3.7 92%; <duration> 3 to 2012 ms}. */
final class ShownValues {
    /** Values named of one variable: what dominates is the first, and more than three tell little. */
    private static final int MOST = 3;

    /** A value rarer than this dominates nothing. */
    private static final double LEAST_SHARE = .05;

    private ShownValues() {}

    /** Empty where nothing is known. */
    static String of(List<Parameter> parameters) {
        return parameters.stream().map(ShownValues::of).collect(Collectors.joining("; "));
    }

    private static String of(Parameter parameter) {
        String values = parameter.top().stream()
                .filter(value -> share(value, parameter) >= LEAST_SHARE)
                .limit(MOST)
                .map(value -> value.text() + " " + Math.round(100 * share(value, parameter)) + "%")
                .collect(Collectors.joining(", "));
        Range range = parameter.range();
        String between = range == null || range.least() == range.greatest()
                ? ""
                : " (%s to %s%s)"
                        .formatted(Numbers.plain(range.least()), Numbers.plain(range.greatest()), unit(parameter));
        return parameter.mask() + " " + (values.isEmpty() ? "many" : values) + between;
    }

    private static double share(Value value, Parameter parameter) {
        return (double) value.count() / Math.max(1, parameter.count());
    }

    private static String unit(Parameter parameter) {
        return switch (parameter.mask()) {
            case "<duration>" -> " ms";
            case "<size>" -> " B";
            default -> "";
        };
    }
}
