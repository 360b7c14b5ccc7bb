package io.lokitempo.telemetry;

import java.util.regex.Pattern;

/**
 * A tenant of Loki and Tempo, as sent in {@code X-Scope-OrgID}. {@link #DEFAULT} stands for "no header is sent".
 *
 * @param value 1 to 150 characters of the set both servers accept
 */
public record TenantId(String value) {
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9!\\-_.*'()]{1,150}");

    public static final TenantId DEFAULT = new TenantId("-");

    public TenantId {
        if (!ACCEPTED.matcher(value).matches() || value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(
                    "tenant \"" + value + "\": 1 to 150 letters, digits or !-_.*'() are accepted, but not . or ..");
        }
    }

    public boolean isDefault() {
        return equals(DEFAULT);
    }

    @Override
    public String toString() {
        return value;
    }
}
