package io.lokitempo.lab.shop.scenario;

import io.lokitempo.finding.AnomalyKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens. The comment on each says what {@link Scenario#magnitude} measures. */
public enum ScenarioKind {
    /** Share of the operation's requests that fail in a way never seen before. */
    NEW_ERROR_PATTERN(AnomalyKind.NEW_PATTERN),
    /** Share of the operation's requests that fail in the usual way. */
    ERROR_RATE_RISE(AnomalyKind.ERROR_RATE),
    /** Milliseconds (median) added to {@value Scenario#TAIL_PERCENT} in 100 of the operation's requests; p50 stays. */
    LATENCY_TAIL(AnomalyKind.LATENCY),
    /** Share of the usual arrivals that is left at a front. */
    TRAFFIC_DROP(AnomalyKind.TRAFFIC_DROP),
    /** Always 0: no line, no span, callers' connections are refused. */
    SILENT_SERVICE(AnomalyKind.SILENCE),
    /** Lines a second of one repeated statement, at the default request rate. */
    LOG_FLOOD(AnomalyKind.LOG_FLOOD),
    /** Factor on the time of a dependency that has no spans of its own. */
    SLOW_DEPENDENCY(AnomalyKind.LATENCY),
    /** Share of requests that fail on the pods (half of them) of a new version. */
    BAD_DEPLOYMENT(AnomalyKind.ERROR_RATE),
    /** Share of the operation's requests that fail while its callers try {@value Scenario#STORM_ATTEMPTS} times. */
    RETRY_STORM(AnomalyKind.TRAFFIC_RISE),
    /** Always 0: every pod restarts in turn, on the same version. */
    ROLLING_RESTART,
    /** Factor on all traffic at the peak of a slow rise and fall. */
    TRAFFIC_RAMP,
    /** How many times the usual lines a run of the service's job writes. */
    BATCH_RUN;

    private final @Nullable AnomalyKind sign;

    ScenarioKind() {
        this(null);
    }

    ScenarioKind(@Nullable AnomalyKind sign) {
        this.sign = sign;
    }

    /** What must be noticed; nothing for quiet changes. */
    public Optional<AnomalyKind> sign() {
        return Optional.ofNullable(sign);
    }

    /** Whether this is ordinary life that must not raise an alarm. */
    public boolean isQuiet() {
        return sign == null;
    }

    /** Reads {@code latency-tail} and {@code LATENCY_TAIL}. */
    public static ScenarioKind named(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + text + "\" is no scenario; these are: " + List.of(values())));
    }
}
