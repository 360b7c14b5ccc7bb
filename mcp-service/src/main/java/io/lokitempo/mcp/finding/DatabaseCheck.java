package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.mcp.answer.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the database is, how far the analyzer has come, and whose findings these are. */
public final class DatabaseCheck {
    /**
     * @param state ready, or what is wrong
     * @param version of PostgreSQL; empty where it is not reached
     * @param schema version of the schema, in plain words; empty where it is not reached
     * @param skewSeconds by which its clock is ahead of ours; NaN where unknown
     * @param lag how far each kind of source was read, in plain words
     * @param sources what the analyzer reads, furthest behind first
     * @param hints what to do, in plain words
     */
    public record Condition(
            String state,
            String version,
            String schema,
            double skewSeconds,
            List<String> lag,
            List<Coverage.Source> sources,
            List<String> hints) {
        public Condition {
            lag = List.copyOf(lag);
            sources = List.copyOf(sources);
            hints = List.copyOf(hints);
        }
    }

    private static final Duration STALE = Duration.ofMinutes(10);
    private static final int NEWEST_SCHEMA = newestSchema();

    private final Findings findings;
    private final Database database;
    private final JdbcClient jdbc;

    DatabaseCheck(Findings findings, Database database, JdbcClient jdbc) {
        this.findings = findings;
        this.database = database;
        this.jdbc = jdbc;
    }

    private record Server(String version, Instant now) {}

    private Server server() {
        return jdbc.sql("select current_setting('server_version') as version, clock_timestamp() as now")
                .query((row, _) -> new Server(
                        row.getString("version"), row.getTimestamp("now").toInstant()))
                .single();
    }

    public Condition condition(Scope scope, Instant now) {
        return switch (findings.coverage(scope)) {
            case Reading.Missing<Coverage>(String why) ->
                new Condition(
                        "unavailable: " + why,
                        "",
                        "",
                        Double.NaN,
                        List.of(),
                        List.of(),
                        List.of("without it nothing precomputed is shown; live tools answer"));
            case Reading.Read<Coverage>(Coverage coverage) -> ready(coverage, scope, now);
        };
    }

    private Condition ready(Coverage coverage, Scope scope, Instant now) {
        Optional<Server> server = database.read(this::server).found();
        int schema = database.read(this::schema).found().orElse(0);
        List<String> hints = hints(coverage, scope, now);
        schemaHint(schema).ifPresent(hints::add);
        return new Condition(
                "ready",
                server.map(Server::version).orElse(""),
                schema == 0 ? "unknown" : "V" + schema + " of V" + NEWEST_SCHEMA,
                server.map(known -> (double) Duration.between(now, known.now()).toMillis() / 1e3)
                        .map(Math::rint)
                        .orElse(Double.NaN),
                lag(coverage, now),
                coverage.sources().stream()
                        .sorted(Comparator.comparing(Coverage.Source::analyzedThrough))
                        .toList(),
                hints);
    }

    /** The newest migration that was applied. */
    private int schema() {
        return jdbc.sql("""
                select coalesce(max(cast(version as int)), 0) from flyway_schema_history
                where success and version ~ '^[0-9]+$'
                """).query(Integer.class).single();
    }

    private static Optional<String> schemaHint(int schema) {
        if (schema == 0 || schema == NEWEST_SCHEMA) {
            return Optional.empty();
        }
        return Optional.of(
                schema < NEWEST_SCHEMA
                        ? "the schema is older than this service: start the analyzer of the same version, which migrates it"
                        : "the schema is newer than this service, which goes on working: replace it by the analyzer's version");
    }

    /** The newest migration that comes with this service. */
    private static int newestSchema() {
        Pattern file = Pattern.compile("V(\\d+)__.*\\.sql");
        try {
            return Arrays.stream(
                            new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/V*.sql"))
                    .map(resource -> file.matcher(String.valueOf(resource.getFilename())))
                    .filter(Matcher::matches)
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .max()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lag(Coverage coverage, Instant now) {
        List<String> lag = new ArrayList<>();
        for (SourceId.Kind kind : SourceId.Kind.values()) {
            List<Coverage.Source> sources = coverage.sources().stream()
                    .filter(source -> source.kind() == kind)
                    .toList();
            sources.stream()
                    .min(Comparator.comparing(Coverage.Source::analyzedThrough))
                    .ifPresent(last -> lag.add(words(kind, sources, last.analyzedThrough(), now)));
        }
        return lag;
    }

    private static String words(SourceId.Kind kind, List<Coverage.Source> sources, Instant through, Instant now) {
        long gaps = sources.stream().filter(source -> !source.gaps().isEmpty()).count();
        return "%s: %d sources, all analyzed through %s, %s behind, %s"
                .formatted(
                        kind.name().toLowerCase(Locale.ROOT),
                        sources.size(),
                        through,
                        Numbers.millis((double) Duration.between(through, now).toMillis()),
                        gaps == 0 ? "no gaps" : gaps + " with gaps");
    }

    private List<String> hints(Coverage coverage, Scope scope, Instant now) {
        List<String> hints = new ArrayList<>();
        if (coverage.sources().isEmpty()) {
            hints.add("the analyzer has read nothing of this Loki and Tempo yet");
        } else if (coverage.sources().stream()
                .allMatch(source -> source.updatedAt().isBefore(now.minus(STALE)))) {
            hints.add("the analyzer has written nothing for 10 min: is it running?");
        }
        List<String> others = findings.scopes().found().orElse(List.of()).stream()
                .filter(other -> !other.equals(scope.toString()))
                .toList();
        if (!others.isEmpty()) {
            hints.add("findings of other scopes are here (" + String.join(", ", others) + "), of this one (" + scope
                    + ") " + (coverage.sources().isEmpty() ? "none" : "too")
                    + ": LOKI_URL, TEMPO_URL and TENANT_ID must be written alike for the analyzer and here");
        }
        return hints;
    }
}
