package io.lokitempo.mcp.call;

import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.RefusedException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The arguments of one call. {@code null} and empty text are omitted, numbers may be text, {@code service} and
 * {@code service_name} are one; what a tool does not take is refused with the nearest name it does.
 */
public final class Arguments {
    /** What agent frameworks add to calls of their own accord. */
    private static final Set<String> NOISE = Set.of(
            "_meta",
            "action",
            "callbacks",
            "chatInput",
            "config",
            "kwargs",
            "run_manager",
            "sessionId",
            "toolCallId",
            "tool_call_id",
            "v__args");

    private static final Map<String, String> ALIASES = Map.of("service", "service_name", "service_name", "service");
    private static final JsonMapper JSON = new JsonMapper();

    private final Declaration tool;
    private final Map<String, Object> values;

    private Arguments(Declaration tool, Map<String, Object> values) {
        this.tool = tool;
        this.values = values;
    }

    /** @throws RefusedException where an argument is not one of the tool's */
    public static Arguments read(Declaration tool, @Nullable Map<String, Object> sent) {
        Map<String, Object> values = new LinkedHashMap<>();
        Arguments arguments = new Arguments(tool, values);
        if (sent != null) {
            sent.forEach((name, value) -> arguments.take(name, value, sent));
        }
        return arguments;
    }

    private void take(String name, @Nullable Object value, Map<String, Object> sent) {
        String own = name(name);
        if (own == null) {
            if (!NOISE.contains(name)) {
                throw new RefusedException(unknown(name, value, sent));
            }
        } else if (value != null && !value.equals("")) {
            Object before = values.put(own, value);
            if (before != null && !before.equals(value)) {
                throw refused(own, "service and service_name are the same argument and were sent with two values");
            }
        }
    }

    private @Nullable String name(String written) {
        if (tool.takes(written)) {
            return written;
        }
        String alias = ALIASES.get(written);
        return alias != null && tool.takes(alias) ? alias : null;
    }

    private Refusal unknown(String name, @Nullable Object value, Map<String, Object> sent) {
        Optional<String> nearest = NearestName.of(name, tool.parameters().keySet());
        Map<String, Object> corrected = new LinkedHashMap<>(sent);
        corrected.remove(name);
        if (nearest.isPresent() && value != null) {
            corrected.put(nearest.get(), value);
        }
        corrected.values().removeIf(java.util.Objects::isNull);
        String accepted = nearest.map(meant -> "did you mean \"" + meant + "\"?")
                .orElseGet(() ->
                        "accepted are " + String.join(", ", tool.parameters().keySet()));
        return Refusal.invalid(
                tool.name() + " has no argument \"" + name + "\": " + accepted,
                "",
                new Call(tool.name(), masked(corrected)));
    }

    /** This call as it was understood; secrets masked. */
    public Call asCall() {
        return new Call(tool.name(), masked(values));
    }

    private static Map<String, Object> masked(Map<String, Object> values) {
        Map<String, Object> shown = new LinkedHashMap<>();
        values.forEach((name, value) ->
                shown.put(name, name.endsWith("password") || name.endsWith("token") ? "***" : plain(value)));
        return shown;
    }

    private static Object plain(Object value) {
        return value instanceof List<?> ? JSON.writeValueAsString(value) : value;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name))
                .map(Object::toString)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    public String text(String name, String orElse) {
        return text(name).orElse(orElse);
    }

    /** @throws RefusedException where it is not a whole number from {@code least} to {@code most} */
    public int whole(String name, int orElse, int least, int most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return orElse;
        }
        String accepted = "a whole number from " + least + " to " + most + " is accepted";
        try {
            int value = new BigDecimal(text.get()).intValueExact();
            if (value >= least && value <= most) {
                return value;
            }
            throw refused(name, accepted, Math.clamp(value, least, most));
        } catch (NumberFormatException | ArithmeticException e) {
            throw refused(name, accepted, orElse);
        }
    }

    /** Reads one of the schema's choices in any case. */
    public String choice(String name, String orElse) {
        String chosen = text(name, orElse).toLowerCase(Locale.ROOT);
        List<?> choices = tool.choices(name);
        if (choices != null && !choices.contains(chosen)) {
            throw refused(
                    name,
                    choices.stream().map(Object::toString).collect(Collectors.joining(", ")) + " are accepted",
                    orElse);
        }
        return chosen;
    }

    /** Reads a text by {@code parse}; its {@link IllegalArgumentException} says what is accepted. */
    public <T> Optional<T> parsed(String name, Function<String, T> parse) {
        return text(name).map(text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw refused(name, String.valueOf(e.getMessage()));
            }
        });
    }

    /** An object of plain values, sent as such or as JSON text. */
    public Map<String, Object> object(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map) && !(value instanceof String)) {
            throw refused(name, "an object such as {\"http.status_code\":500} is accepted");
        }
        try {
            return JSON.convertValue(
                    value instanceof String text ? JSON.readValue(text, Object.class) : value,
                    new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JacksonException | IllegalArgumentException _) {
            throw refused(name, "an object such as {\"http.status_code\":500}, also as JSON text, is accepted");
        }
    }

    /** A refusal of one argument, with a call without it to try. */
    public RefusedException refused(String name, String accepted) {
        return refused(name, accepted, "");
    }

    /** A refusal of one argument, with a call to try that has {@code instead} of it. */
    public RefusedException refused(String name, String accepted, Object instead) {
        return new RefusedException(Refusal.invalid(
                name + " " + asCall().arguments().getOrDefault(name, "") + ": " + accepted,
                asCall().toString(),
                asCall().with(name, instead)));
    }
}
