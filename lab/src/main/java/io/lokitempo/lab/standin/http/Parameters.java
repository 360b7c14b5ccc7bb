package io.lokitempo.lab.standin.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters of a query string and of a posted form, in the order sent. */
public final class Parameters {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /** @param encoded texts like {@code a=1&b=x%20y} */
    public Parameters(List<String> encoded) {
        for (String text : encoded) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                if (!name.isEmpty()) {
                    values.computeIfAbsent(decoded(name), _ -> new ArrayList<>())
                            .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
                }
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw Refusal.badRequest("invalid URL escape in \"" + text + "\"");
        }
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The first value; empty where it is missing or empty, which both servers treat alike. */
    public Optional<String> text(String name) {
        return all(name).stream().findFirst().filter(value -> !value.isEmpty());
    }
}
