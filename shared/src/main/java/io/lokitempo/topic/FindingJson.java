package io.lokitempo.topic;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TraceId;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How findings are written as JSON: wrapped names and ids as plain text, sketches as base64, instants in ISO-8601, absent
 * fields left out. When reading, unknown fields are ignored and absent flags are false, so that fields can be added within
 * a version.
 */
public final class FindingJson {
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(TenantId.class, TextValue.class)
            .addMixIn(ServiceName.class, TextValue.class)
            .addMixIn(TraceId.class, TextHex.class)
            .addMixIn(SpanId.class, TextHex.class)
            .addMixIn(LatencySketch.class, TextSketch.class)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withConfigOverride(boolean.class, of -> of.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private FindingJson() {}

    @SuppressWarnings("UnusedVariable") // Jackson reads the constructors' shapes
    private abstract static class TextValue {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        TextValue(String value) {}

        @JsonValue
        abstract String value();
    }

    @SuppressWarnings("UnusedVariable")
    private abstract static class TextHex {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        TextHex(String hex) {}

        @JsonValue
        abstract String hex();
    }

    private abstract static class TextSketch {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static LatencySketch fromBase64(String text) {
            return LatencySketch.fromBase64(text);
        }

        @JsonValue
        abstract String toBase64();
    }
}
