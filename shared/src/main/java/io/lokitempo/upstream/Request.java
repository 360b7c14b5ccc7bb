package io.lokitempo.upstream;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a server.
 *
 * @param operation a short name for counters, the same whatever the parameters are
 * @param path below the endpoint's base URL, percent-encoded
 */
public record Request(String operation, String path, List<Parameter> parameters) {
    public Request {
        parameters = List.copyOf(parameters);
    }

    public record Parameter(String name, String value) {}

    public static Request of(String operation, String path) {
        return new Request(operation, path, List.of());
    }

    /** With one more parameter; null sends none. */
    public Request with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(new Parameter(name, value.toString()));
        return new Request(operation, path, more);
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
