package io.lokitempo.benchmarks.collect;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param loki a server to read; null for the lab's stand-in
 * @param push whether that server gets the load first
 * @param range that the load is pushed over, or the server is read
 * @param connections at once to Loki, of the analyzer and of the bare client
 */
record Arguments(@Nullable URI loki, boolean push, Load load, Duration range, int connections) {
    private static final String USAGE =
            "use: ./bench collect [--loki URL [--push yes]] [--lines N] [--minutes N] [--services N] [--templates N] [--connections N]";

    static Arguments of(String[] args) {
        URI loki = null;
        boolean push = false;
        int lines = 2_000_000;
        int minutes = 120;
        int services = 200;
        int templates = 20_000;
        int connections = 4;
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--loki" -> loki = URI.create(value);
                case "--push" -> push = value.equals("yes");
                case "--lines" -> lines = Integer.parseInt(value);
                case "--minutes" -> minutes = Integer.parseInt(value);
                case "--services" -> services = Integer.parseInt(value);
                case "--templates" -> templates = Integer.parseInt(value);
                case "--connections" -> connections = Integer.parseInt(value);
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        return new Arguments(
                loki, push, new Load(lines, services, templates), Duration.ofMinutes(minutes), connections);
    }
}
