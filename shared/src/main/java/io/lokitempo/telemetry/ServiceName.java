package io.lokitempo.telemetry;

/**
 * The name under which a service appears in {@code service_name} (Loki) and {@code resource.service.name} (Tempo).
 *
 * @param value not blank, at most 256 characters
 */
public record ServiceName(String value) implements Comparable<ServiceName> {
    /** Caller of a span whose parent could not be found, and owner of lines without any service label. */
    public static final ServiceName UNKNOWN = new ServiceName("unknown");

    public ServiceName {
        if (value.isBlank() || value.length() > 256) {
            throw new IllegalArgumentException(
                    "service name of " + value.length() + " characters: 1 to 256 are accepted, not all blank");
        }
    }

    @Override
    public int compareTo(ServiceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
