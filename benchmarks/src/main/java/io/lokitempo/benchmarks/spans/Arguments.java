package io.lokitempo.benchmarks.spans;

import io.lokitempo.benchmarks.faults.Installed;
import io.lokitempo.lab.fault.Fault;
import io.lokitempo.lab.fault.ProcessFault;
import io.lokitempo.lab.fault.UpstreamFault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What to run.
 *
 * @param tempo where it is asked
 * @param otlp where it takes spans over HTTP
 * @param loki a server to push a line of each request to, and to read from
 * @param history minutes before now that are pushed at once
 * @param live minutes that are pushed as they pass
 * @param dense whether some seconds hold more traces than the analyzer's budget pays for
 * @param trouble what is done to the analyzer and its servers, spread over the live minutes
 * @param patience how long after the last span what is missing is waited for
 */
record Arguments(
        URI tempo,
        URI otlp,
        Optional<URI> loki,
        int history,
        int live,
        boolean dense,
        List<Fault> trouble,
        Duration patience,
        Path analyzer,
        Optional<Path> kept) {
    private static final String USAGE = """
            use: ./bench spans --tempo QUERYURL --otlp PUSHURL [--loki URL] [--history 15] [--live 5] [--dense yes]
                               [--trouble NAME[:SECONDS],...] [--patience MINUTES] [--keep DIR]
            trouble: analyzer-killed, analyzer-frozen, broker-killed, database-killed, second-joins, one-of-two-killed,
                     too-many, too-many-for-now, internal-error, no-answer, refused-connection and others of docs/faults.md""";
    /** The audit that finds what came late is ten minutes after a window. */
    private static final int PATIENCE = 14;

    private static final double SHARE = 0.6;
    private static final int SECONDS = 5;

    static Arguments of(String[] args) {
        Optional<URI> tempo = Optional.empty();
        Optional<URI> otlp = Optional.empty();
        Optional<URI> loki = Optional.empty();
        int history = 15;
        int live = 5;
        boolean dense = true;
        List<Fault> trouble = List.of();
        Duration patience = Duration.ofMinutes(PATIENCE);
        Path analyzer = Installed.packaged();
        Optional<Path> kept = Optional.empty();
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(USAGE);
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--tempo" -> tempo = Optional.of(URI.create(value));
                case "--otlp" -> otlp = Optional.of(URI.create(value));
                case "--loki" -> loki = Optional.of(URI.create(value));
                case "--history" -> history = Integer.parseInt(value);
                case "--live" -> live = Integer.parseInt(value);
                case "--dense" -> dense = value.equals("yes");
                case "--trouble" ->
                    trouble = Arrays.stream(value.split(","))
                            .map(Arguments::fault)
                            .toList();
                case "--patience" -> patience = Duration.ofMinutes(Integer.parseInt(value));
                case "--analyzer" -> analyzer = Path.of(value);
                case "--keep" -> kept = Optional.of(Path.of(value).toAbsolutePath());
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        if (tempo.isEmpty() || otlp.isEmpty()) {
            throw new IllegalArgumentException(USAGE);
        }
        return new Arguments(tempo.get(), otlp.get(), loki, history, live, dense, trouble, patience, analyzer, kept);
    }

    private static Fault fault(String text) {
        String[] parts = text.split(":", 2);
        String name = parts[0].toUpperCase(Locale.ROOT).replace('-', '_');
        Duration length = Duration.ofSeconds(parts.length > 1 ? Long.parseLong(parts[1]) : SECONDS);
        return Arrays.stream(ProcessFault.values())
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .<Fault>map(fault -> new Fault.OfProcess(fault, length))
                .orElseGet(
                        () -> new Fault.OfUpstream(Fault.Upstream.TEMPO, UpstreamFault.valueOf(name), SHARE, length));
    }
}
