package io.lokitempo.finding;

import io.lokitempo.telemetry.TenantId;
import java.util.regex.Pattern;

/**
 * Whose findings these are: a tenant of one pair of backends. It is part of every key, id and row, so that a changed
 * LOKI_URL never inherits another Loki's watermarks.
 *
 * @param backend 8 hex digits, {@link #backendOf} of the servers' addresses
 */
public record Scope(TenantId tenant, String backend) {
    private static final Pattern BACKEND = Pattern.compile("[0-9a-f]{8}");

    public Scope {
        if (!BACKEND.matcher(backend).matches()) {
            throw new IllegalArgumentException("backend \"" + backend + "\": 8 hex digits expected");
        }
    }

    /** Identity of a Loki and a Tempo by their addresses, without credentials; empty text where one is not set. */
    public static String backendOf(String lokiUrl, String tempoUrl) {
        return Ids.hash("backend", stripped(lokiUrl), stripped(tempoUrl)).substring(0, 8);
    }

    private static String stripped(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public String toString() {
        return tenant + "/" + backend;
    }
}
