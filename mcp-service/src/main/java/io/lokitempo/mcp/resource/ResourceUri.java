package io.lokitempo.mcp.resource;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.util.UriUtils;

/**
 * {@code lokitempo://incidents} for all of a kind, {@code lokitempo://incidents/ID} for one.
 *
 * @param id of one, or empty for all
 */
record ResourceUri(Kind kind, String id) {
    enum Kind {
        INCIDENTS,
        ANOMALIES,
        SERVICES,
        EXPORTS;

        String segment() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String SCHEME = "lokitempo://";

    static ResourceUri all(Kind kind) {
        return new ResourceUri(kind, "");
    }

    /** Empty where it is not one of these. */
    static Optional<ResourceUri> parse(String uri) {
        if (!uri.startsWith(SCHEME)) {
            return Optional.empty();
        }
        String[] parts = uri.substring(SCHEME.length()).split("/", 3);
        for (Kind kind : Kind.values()) {
            if (kind.segment().equals(parts[0]) && parts.length <= 2 && !(parts.length == 2 && parts[1].isEmpty())) {
                return decoded(parts.length == 2 ? parts[1] : "").map(id -> new ResourceUri(kind, id));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decoded(String segment) {
        try {
            return Optional.of(UriUtils.decode(segment, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static String template(Kind kind, String variable) {
        return SCHEME + kind.segment() + "/{" + variable + "}";
    }

    @Override
    public String toString() {
        return SCHEME
                + kind.segment()
                + (id.isEmpty() ? "" : "/" + UriUtils.encodePathSegment(id, StandardCharsets.UTF_8));
    }
}
