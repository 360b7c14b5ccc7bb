package io.lokitempo.upstream;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a server.
 *
 * @param operation a short name for counters, the same whatever the parameters are
 * @param path below the endpoint's base URL, percent-encoded
 * @param headers besides those that every request to this server carries, in whose place they stand
 */
public record Request(String operation, String path, List<Parameter> parameters, Map<String, String> headers) {
    public Request {
        parameters = List.copyOf(parameters);
        headers = Map.copyOf(headers);
    }

    public record Parameter(String name, String value) {}

    public static Request of(String operation, String path) {
        return new Request(operation, path, List.of(), Map.of());
    }

    /** With one more parameter; null sends none. */
    public Request with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(new Parameter(name, value.toString()));
        return new Request(operation, path, more, headers);
    }

    public Request withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Request(operation, path, parameters, more);
    }

    /** {@code text} as one segment of a path. */
    public static String segment(String text) {
        return encoded(text).replace("+", "%20");
    }

    String form() {
        return parameters.stream()
                .map(p -> encoded(p.name()) + "=" + encoded(p.value()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
