package io.lokitempo.lab.shop;

import io.lokitempo.lab.shop.scenario.ScenarioKind;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.upstream.Credentials;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@link ShopSettings} from environment variables, and reports everything that is wrong with them at once. */
public final class ShopEnvironment {
    private static final int OTLP_PORT = 4318;

    private final Map<String, String> values;
    private final List<String> problems = new ArrayList<>();

    private ShopEnvironment(Map<String, String> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException naming each wrong value and what is accepted instead */
    public static ShopSettings read(Map<String, String> environment) {
        return new ShopEnvironment(environment).settings();
    }

    private ShopSettings settings() {
        TenantId tenant =
                read("TENANT_ID", "", text -> text.isEmpty() ? TenantId.DEFAULT : new TenantId(text), TenantId.DEFAULT);
        Path data = Path.of(text("LAB_DATA_DIR", "data/lab"));
        ShopSettings settings = new ShopSettings(
                read("LAB_SEED", "42", Long::parseLong, 42L),
                read("LAB_REQUESTS_PER_SECOND", "4", ShopEnvironment::positive, 4.0),
                duration("LAB_BACKFILL", "40m"),
                duration("LAB_REPUSH", "0s"),
                duration("LAB_FIRST_INCIDENT", "4m"),
                read("LAB_INCIDENT_EVERY", "20m", ShopEnvironment::atLeastAMinute, Duration.ofMinutes(20)),
                read("LAB_TIME_ZONE", text("TIME_ZONE", "UTC"), ZoneId::of, ZoneId.of("UTC")),
                optional("LAB_SCENARIO", ScenarioKind::named),
                endpoint("LOKI_URL", url -> url, "LOKI", tenant),
                traces(tenant),
                data.resolve("shop.properties"),
                Path.of(text("LAB_TRUTH_FILE", data.resolve("truth.jsonl").toString())));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return settings;
    }

    private Optional<Endpoint> endpoint(String key, Function<String, String> address, String prefix, TenantId tenant) {
        return optional(
                key,
                url -> new Endpoint(
                        URI.create(address.apply(url)), credentials(prefix), tenant, Duration.ofSeconds(30), 1, 1));
    }

    /** Where spans go: as said, or to Tempo's host at the port that OTLP over HTTP has by default. */
    private Optional<Endpoint> traces(TenantId tenant) {
        return text("LAB_OTLP_URL", "").isEmpty()
                ? endpoint("TEMPO_URL", ShopEnvironment::otlpBeside, "TEMPO", tenant)
                : endpoint("LAB_OTLP_URL", url -> url, "TEMPO", tenant);
    }

    private Credentials credentials(String prefix) {
        String token = text(prefix + "_AUTH_TOKEN", "");
        String user = text(prefix + "_AUTH_USER", "");
        if (!token.isEmpty()) {
            return new Credentials.Bearer(new Secret(token));
        }
        return user.isEmpty()
                ? new Credentials.Anonymous()
                : new Credentials.Basic(user, new Secret(text(prefix + "_AUTH_PASSWORD", "")));
    }

    private static String otlpBeside(String tempoUrl) {
        URI tempo = URI.create(tempoUrl);
        return tempo.getScheme() + "://" + tempo.getHost() + ":" + OTLP_PORT;
    }

    private Duration duration(String key, String usual) {
        return read(key, usual, ShopEnvironment::duration, Duration.ZERO);
    }

    static Duration duration(String text) {
        try {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("a duration such as 90s, 40m or 1h30m is accepted", wrong);
        }
    }

    private static Duration atLeastAMinute(String text) {
        Duration duration = duration(text);
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("1m or more is accepted");
        }
        return duration;
    }

    private static double positive(String text) {
        double number = Double.parseDouble(text);
        if (!(number > 0 && number <= 10_000)) {
            throw new IllegalArgumentException("a number above 0, at most 10000, is accepted");
        }
        return number;
    }

    private <T> Optional<T> optional(String key, Function<String, T> reader) {
        return read(
                key,
                "",
                text -> text.isEmpty() ? Optional.<T>empty() : Optional.of(reader.apply(text)),
                Optional.<T>empty());
    }

    private <T> T read(String key, String usual, Function<String, T> reader, T otherwise) {
        String text = text(key, usual);
        try {
            return reader.apply(text);
        } catch (RuntimeException wrong) {
            problems.add(key + "=" + text + ": " + wrong.getMessage());
            return otherwise;
        }
    }

    private String text(String key, String usual) {
        String value = values.getOrDefault(key, "").strip();
        return value.isEmpty() ? usual : value;
    }
}
