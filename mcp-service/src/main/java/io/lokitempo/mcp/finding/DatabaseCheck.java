package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.mcp.answer.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the database is, how far the analyzer has come, and whose findings these are. */
public final class DatabaseCheck {
    /**
     * @param state ready, or what is wrong
     * @param version of PostgreSQL; empty where it is not reached
     * @param skewSeconds by which its clock is ahead of ours; NaN where unknown
     * @param lag how far each kind of source was read, in plain words
     * @param sources what the analyzer reads, furthest behind first
     * @param hints what to do, in plain words
     */
    public record Condition(
            String state,
            String version,
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
                        Double.NaN,
                        List.of(),
                        List.of(),
                        List.of("without it nothing precomputed is shown; live tools answer"));
            case Reading.Read<Coverage>(Coverage coverage) -> ready(coverage, scope, now);
        };
    }

    private Condition ready(Coverage coverage, Scope scope, Instant now) {
        Optional<Server> server = database.read(this::server).found();
        return new Condition(
                "ready",
                server.map(Server::version).orElse(""),
                server.map(known -> (double) Duration.between(now, known.now()).toMillis() / 1e3)
                        .map(Math::rint)
                        .orElse(Double.NaN),
                lag(coverage, now),
                coverage.sources().stream()
                        .sorted(Comparator.comparing(Coverage.Source::analyzedThrough))
                        .toList(),
                hints(coverage, scope, now));
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
