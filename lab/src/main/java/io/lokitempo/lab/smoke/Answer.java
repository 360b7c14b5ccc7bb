package io.lokitempo.lab.smoke;

import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tool's answer in the two forms that clients show to a model, each of which has to stand alone.
 *
 * @param text all text parts
 * @param structure null where there is none
 */
record Answer(boolean isError, String text, @Nullable Object structure) {
    private static final Pattern TRACE_ID = Pattern.compile("\\b[0-9a-f]{32}\\b");

    static Answer of(CallToolResult result) {
        String text = result.content().stream()
                .filter(TextContent.class::isInstance)
                .map(part -> ((TextContent) part).text())
                .collect(Collectors.joining("\n"));
        return new Answer(Boolean.TRUE.equals(result.isError()), text, result.structuredContent());
    }

    /** The first trace id in it. */
    Optional<String> traceId() {
        Matcher id = TRACE_ID.matcher(text);
        return id.find() ? Optional.of(id.group()) : Optional.empty();
    }

    /** The first value under a name: of a member, or of a table's column. */
    Optional<String> first(String name) {
        return values(structure, name).findFirst();
    }

    /** Rows in all its tables. */
    int rows() {
        return tables(structure)
                .mapToInt(table -> list(table.get("rows")).size())
                .sum();
    }

    String firstLine() {
        return text.lines().findFirst().orElse("");
    }

    private static Stream<Map<?, ?>> tables(@Nullable Object node) {
        return switch (node) {
            case Map<?, ?> map when map.containsKey("columns") && map.containsKey("rows") -> Stream.of(map);
            case Map<?, ?> map -> map.values().stream().flatMap(Answer::tables);
            case Collection<?> items -> items.stream().flatMap(Answer::tables);
            case null, default -> Stream.empty();
        };
    }

    private static Stream<String> values(@Nullable Object node, String name) {
        return switch (node) {
            case Map<?, ?> map when map.containsKey("columns") && map.containsKey("rows") -> column(map, name);
            case Map<?, ?> map ->
                Stream.concat(
                        Stream.ofNullable(map.get(name))
                                .filter(String.class::isInstance)
                                .map(String.class::cast),
                        map.values().stream().flatMap(value -> values(value, name)));
            case Collection<?> items -> items.stream().flatMap(item -> values(item, name));
            case null, default -> Stream.empty();
        };
    }

    private static Stream<String> column(Map<?, ?> table, String name) {
        List<?> columns = list(table.get("columns"));
        return IntStream.range(0, columns.size())
                .filter(i -> name.equals(columns.get(i)))
                .boxed()
                .flatMap(i -> list(table.get("rows")).stream()
                        .map(row -> list(row).size() > i ? list(row).get(i) : null)
                        .filter(Objects::nonNull)
                        .map(String::valueOf));
    }

    private static List<?> list(@Nullable Object node) {
        return node instanceof List<?> list ? list : List.of();
    }
}
