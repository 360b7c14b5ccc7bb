package io.lokitempo.finding;

import io.lokitempo.telemetry.ServiceName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Anomalies that nobody wants to be told of: {@code service:kind} with commas between, a star for any kind and for any part
 * of a service's name, as in {@code batch-*:TRAFFIC_DROP, *:NEW_PATTERN, legacy:*}. A muted anomaly is kept, but belongs
 * to no incident.
 */
public record MuteRules(List<Rule> rules) {
    public static final MuteRules NONE = new MuteRules(List.of());

    /** More than a person would write, so that judging a window stays cheap. */
    private static final int MOST = 200;

    /** @param kind null for any */
    public record Rule(String service, @Nullable AnomalyKind kind) {
        boolean isMuted(ServiceName name, AnomalyKind of) {
            return (kind == null || kind == of) && fits(service, name.value());
        }

        /** Whether the parts between the stars follow each other in the name; O(length of the name) for each part. */
        private static boolean fits(String pattern, String name) {
            String[] parts = pattern.split(Pattern.quote("*"), -1);
            if (parts.length == 1) {
                return pattern.equals(name);
            }
            String last = parts[parts.length - 1];
            if (!name.startsWith(parts[0])) {
                return false;
            }
            int at = parts[0].length();
            for (String part : Arrays.asList(parts).subList(1, parts.length - 1)) {
                int found = name.indexOf(part, at);
                if (found < 0) {
                    return false;
                }
                at = found + part.length();
            }
            return name.length() - at >= last.length() && name.endsWith(last);
        }

        @Override
        public String toString() {
            return service + ":" + (kind == null ? "*" : kind.name());
        }
    }

    public MuteRules {
        rules = List.copyOf(rules);
    }

    /** @throws IllegalArgumentException saying what is accepted */
    public static MuteRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String rule : text.split(",", -1)) {
            if (!rule.isBlank()) {
                rules.add(rule(rule.strip()));
            }
        }
        if (rules.size() > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " rules are accepted");
        }
        return new MuteRules(rules);
    }

    private static Rule rule(String text) {
        int colon = text.lastIndexOf(':');
        String service = colon < 0 ? "" : text.substring(0, colon).strip();
        String kind = text.substring(colon + 1).strip().toUpperCase(Locale.ROOT);
        if (service.isEmpty()
                || service.contains(";")
                || !(kind.equals("*") || kind(kind).isPresent())) {
            throw new IllegalArgumentException("service:kind with commas between is accepted, * for any; kinds are "
                    + Arrays.stream(AnomalyKind.values()).map(Enum::name).collect(Collectors.joining(", ")));
        }
        return new Rule(service, kind(kind).orElse(null));
    }

    private static Optional<AnomalyKind> kind(String name) {
        return Arrays.stream(AnomalyKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst();
    }

    /** Whether a rule fits. */
    public boolean isMuted(ServiceName service, AnomalyKind kind) {
        return rules.stream().anyMatch(rule -> rule.isMuted(service, kind));
    }

    @Override
    public String toString() {
        return rules.stream().map(Rule::toString).collect(Collectors.joining(", "));
    }
}
