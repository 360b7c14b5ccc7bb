package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.telemetry.ServiceName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of what nobody wants to be told. What is muted is still detected, kept and shown, but belongs to no incident; what is
 * muted no more while it lasts joins one.
 */
public record Muting(Set<Rule> rules) {
    public static final Muting NONE = new Muting(Set.of());

    /**
     * What one rule mutes.
     *
     * @param service null for every service
     * @param kind null for every kind
     */
    public record Rule(
            @Nullable ServiceName service, @Nullable AnomalyKind kind) {
        boolean mutes(ServiceName of, AnomalyKind what) {
            return (service == null || service.equals(of)) && (kind == null || kind == what);
        }
    }

    public Muting {
        rules = Set.copyOf(rules);
    }

    public boolean isMuted(ServiceName service, AnomalyKind kind) {
        return rules.stream().anyMatch(rule -> rule.mutes(service, kind));
    }
}
