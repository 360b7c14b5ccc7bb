package io.lokitempo.finding;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.SpanKind;

/**
 * What a service does when asked.
 *
 * @param name the span's name
 * @param version {@code service.version} of the resource, empty where none is set
 */
public record Operation(ServiceName service, String name, SpanKind kind, String version) {}
