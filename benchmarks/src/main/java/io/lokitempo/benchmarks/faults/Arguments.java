package io.lokitempo.benchmarks.faults;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to run.
 *
 * @param analyzer the service's jar
 * @param loki a server to push to and read from, instead of a stand-in
 * @param tempo the same; it takes OTLP over HTTP at {@code otlp}
 * @param kept folder for what the runs leave behind; without, it is removed
 */
record Arguments(
        long seed,
        int faults,
        long lines,
        long spans,
        int minutes,
        Path analyzer,
        Optional<URI> loki,
        Optional<URI> tempo,
        Optional<URI> otlp,
        Optional<Path> kept) {
    private static final String USAGE = """
            use: ./bench faults --seed N [--faults 30] [--lines 1000000] [--spans 100000] [--minutes 60]
                                [--loki URL --tempo URL --otlp URL] [--keep DIR]""";

    static Arguments of(String[] args) {
        long seed = 1;
        int faults = 30;
        long lines = 1_000_000;
        long spans = 100_000;
        int minutes = 60;
        Path analyzer = Installed.packaged();
        Optional<URI> loki = Optional.empty();
        Optional<URI> tempo = Optional.empty();
        Optional<URI> otlp = Optional.empty();
        Optional<Path> kept = Optional.empty();
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(USAGE);
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--seed" -> seed = Long.parseLong(value);
                case "--faults" -> faults = Integer.parseInt(value);
                case "--lines" -> lines = Long.parseLong(value);
                case "--spans" -> spans = Long.parseLong(value);
                case "--minutes" -> minutes = Integer.parseInt(value);
                case "--analyzer" -> analyzer = Path.of(value);
                case "--loki" -> loki = Optional.of(URI.create(value));
                case "--tempo" -> tempo = Optional.of(URI.create(value));
                case "--otlp" -> otlp = Optional.of(URI.create(value));
                case "--keep" -> kept = Optional.of(Path.of(value).toAbsolutePath());
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        if (tempo.isPresent() != otlp.isPresent()) {
            throw new IllegalArgumentException("--tempo needs --otlp, where it takes spans over HTTP\n" + USAGE);
        }
        return new Arguments(seed, faults, lines, spans, minutes, analyzer, loki, tempo, otlp, kept);
    }
}
