package io.lokitempo.benchmarks.replay;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Incident;
import io.lokitempo.telemetry.TimeWindow;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Detects again, with changed settings, in windows that are stored, and compares what it raises with what was raised. */
public final class Replay {
    private static final Duration STRETCH = Duration.ofHours(1);
    private static final Duration WARM_UP = Duration.ofHours(6);
    private static final String URL = "jdbc:postgresql://localhost:15432/lokitempo";

    private Replay() {}

    public static void main(String[] args) {
        if (args.length == 0 || Arrays.asList(args).contains("--help")) {
            usage(System.out);
            return;
        }
        Arguments arguments;
        try {
            arguments = Arguments.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println("replay: " + e.getMessage() + "; ./bench replay --help tells more");
            System.exit(2);
            return;
        }
        replay(arguments, JdbcClient.create(dataSource(arguments.database())), System.out);
    }

    static void replay(Arguments arguments, JdbcClient jdbc, PrintStream out) {
        TimeWindow asked = arguments.asked();
        StoredWindows windows = new StoredWindows(jdbc);
        long records = 0;
        try (Replaying replaying = new Replaying(arguments.settings().detection())) {
            for (Instant start = asked.start().minus(arguments.warmUp());
                    start.isBefore(asked.end());
                    start = start.plus(STRETCH)) {
                Instant end = start.plus(STRETCH);
                long[] told = {0};
                windows.tell(new TimeWindow(start, end.isBefore(asked.end()) ? end : asked.end()), arrival -> {
                    replaying.take(arrival);
                    told[0]++;
                });
                records += told[0];
            }
            StoredFindings stored = new StoredFindings(jdbc);
            Comparison anomalies = Comparison.of(
                    stored.anomalies(asked),
                    replaying.anomalies().values().stream()
                            .filter(anomaly -> isIn(asked, anomaly))
                            .map(Raised::of)
                            .toList());
            Comparison incidents = Comparison.of(
                    stored.incidents(asked),
                    replaying.incidents().values().stream()
                            .filter(incident -> isIn(asked, incident))
                            .map(Raised::of)
                            .toList());
            out.printf(
                    Locale.ROOT,
                    "%d records of %s to %s, from %s before on, with %s%n",
                    records,
                    asked.start(),
                    asked.end(),
                    arguments.warmUp(),
                    arguments.settings());
            print(out, "anomaly", anomalies);
            print(out, "incident", incidents);
            out.printf(
                    Locale.ROOT,
                    "replay anomalies kept %d new %d gone %d, incidents kept %d new %d gone %d%n",
                    anomalies.kept().size(),
                    anomalies.fresh().size(),
                    anomalies.gone().size(),
                    incidents.kept().size(),
                    incidents.fresh().size(),
                    incidents.gone().size());
        }
    }

    private static boolean isIn(TimeWindow asked, Anomaly anomaly) {
        return asked.contains(anomaly.onset());
    }

    private static boolean isIn(TimeWindow asked, Incident incident) {
        return incident.mergedInto() == null && asked.contains(incident.onset());
    }

    private static void print(PrintStream out, String noun, Comparison comparison) {
        print(out, noun, "kept", comparison.kept());
        print(out, noun, "new", comparison.fresh());
        print(out, noun, "gone", comparison.gone());
    }

    private static void print(PrintStream out, String noun, String fate, List<Raised> raised) {
        raised.forEach(one -> out.printf("%-8s %-4s %s %s %s%n", noun, fate, one.onset(), one.id(), one.what()));
    }

    private static PGSimpleDataSource dataSource(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUser(environment("DATABASE_USER", "lokitempo"));
        source.setPassword(environment("DATABASE_PASSWORD", "lokitempo"));
        source.setUrl(url);
        return source;
    }

    private static String environment(String name, String preset) {
        return Objects.requireNonNullElse(System.getenv(name), preset);
    }

    private static void usage(PrintStream out) {
        out.println("./bench replay --from T --to T [--detectors NAME=VALUE,...] [--warm-up 6h] [--database URL]");
        out.println();
        out.println("T is an instant such as 2026-11-26T08:00:00Z. What is learnt begins the warm-up before --from;");
        out.println("what was raised then is not compared. The database's user and password come from DATABASE_USER");
        out.println("and DATABASE_PASSWORD, its address from --database, DATABASE_URL or that of ./run.");
        out.println();
        out.println("Detectors' settings:");
        DetectorSettings.described().forEach(line -> out.println("  " + line));
    }

    /** What was asked for. */
    record Arguments(TimeWindow asked, Duration warmUp, DetectorSettings settings, String database) {
        static Arguments of(String[] args) {
            Instant from = null;
            Instant to = null;
            Duration warmUp = WARM_UP;
            DetectorSettings settings = DetectorSettings.parse("");
            String database = environment("DATABASE_URL", URL);
            for (int i = 0; i < args.length; i += 2) {
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException(args[i] + " has no value");
                }
                String value = args[i + 1];
                switch (args[i]) {
                    case "--from" -> from = instant(value);
                    case "--to" -> to = instant(value);
                    case "--warm-up" -> warmUp = DurationStyle.SIMPLE.parse(value);
                    case "--detectors" -> settings = DetectorSettings.parse(value);
                    case "--database" -> database = value;
                    default -> throw new IllegalArgumentException("no option is named " + args[i]);
                }
            }
            if (from == null || to == null || !from.isBefore(to)) {
                throw new IllegalArgumentException("--from T and --to T are needed, the former before the latter");
            }
            return new Arguments(new TimeWindow(from, to), warmUp, settings, database);
        }

        private static Instant instant(String text) {
            try {
                return Instant.parse(text);
            } catch (java.time.format.DateTimeParseException e) {
                throw new IllegalArgumentException(text + " is no instant such as 2026-11-26T08:00:00Z", e);
            }
        }
    }
}
