package io.lokitempo.setting;

import java.util.Set;

/**
 * The settings that may be changed while the services run, under their names in example.env. A record of any other name is
 * passed over by both services: whoever may write to the topic must not become administrator by it.
 */
public final class SettingNames {
    public static final String MUTE_ANOMALIES = "MUTE_ANOMALIES";

    private static final Set<String> SECRET = Set.of("LOKI_AUTH_PASSWORD", "TEMPO_AUTH_PASSWORD");

    /** What the analyzer reads by: where the servers are and how to sign in. */
    private static final Set<String> UPSTREAM = Set.of(
            "LOKI_URL", "LOKI_AUTH_USER", "LOKI_AUTH_PASSWORD", "TEMPO_URL", "TEMPO_AUTH_USER", "TEMPO_AUTH_PASSWORD");

    private static final Set<String> OTHER = Set.of(
            "GRAFANA_URL",
            "LOKI_DASHBOARD_ID",
            "TEMPO_DASHBOARD_ID",
            "DEFAULT_LOG_LIMIT",
            "DEFAULT_TRACE_LIMIT",
            "DEFAULT_TIME_RANGE",
            MUTE_ANOMALIES);

    private SettingNames() {}

    public static boolean mayChange(String name) {
        return UPSTREAM.contains(name) || OTHER.contains(name);
    }

    public static boolean isSecret(String name) {
        return SECRET.contains(name);
    }

    public static boolean isOfUpstream(String name) {
        return UPSTREAM.contains(name);
    }
}
