package io.lokitempo.lab.shop;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The shop as a command. */
public final class ShopMain {
    private static final String HELP = """
            Pushes a simulated shop's logs and traces, with incidents whose truth is written down, into Loki and Tempo.

              --seed N         which shop (LAB_SEED, 42)
              --rate N         root requests a second at the weekly mean (LAB_REQUESTS_PER_SECOND, 4)
              --backfill D     history to push first, such as 40m (LAB_BACKFILL, 40m)
              --scenario KIND  just this incident, once, LAB_FIRST_INCIDENT (4m) from now (LAB_SCENARIO)
              --for D          stop after this long; without, at Ctrl-C
              --help

            Where to: LOKI_URL, and LAB_OTLP_URL or the host of TEMPO_URL with port 4318; LOKI_AUTH_*, TEMPO_AUTH_*, TENANT_ID.
            Further: LAB_INCIDENT_EVERY, LAB_TIME_ZONE, LAB_TRUTH_FILE, LAB_DATA_DIR. See docs/lab.md.
            """;

    private static final Map<String, String> OPTIONS = Map.of(
            "--seed", "LAB_SEED",
            "--rate", "LAB_REQUESTS_PER_SECOND",
            "--backfill", "LAB_BACKFILL",
            "--scenario", "LAB_SCENARIO",
            "--for", "LAB_RUN_FOR");

    private ShopMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length > 0 && arguments[0].equals("--help")) {
            System.out.print(HELP);
            return;
        }
        try {
            run(environment(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\nTry --help.");
            System.exit(2);
        }
    }

    static Map<String, String> environment(String... arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        for (int i = 0; i < arguments.length; i += 2) {
            String key = OPTIONS.get(arguments[i]);
            if (key == null || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        arguments[i] + (key == null ? " is not an option" : " needs a value"));
            }
            environment.put(key, arguments[i + 1]);
        }
        return environment;
    }

    private static void run(Map<String, String> environment) throws InterruptedException {
        ShopSettings settings = ShopEnvironment.read(environment);
        if (settings.loki().isEmpty() && settings.traces().isEmpty()) {
            throw new IllegalArgumentException(
                    "neither LOKI_URL nor LAB_OTLP_URL nor TEMPO_URL is set: nowhere to push");
        }
        String runFor = environment.getOrDefault("LAB_RUN_FOR", "").strip();
        Duration length = runFor.isEmpty() ? Duration.ofDays(36_500) : ShopEnvironment.duration(runFor);
        ShopRunner runner = ShopRunner.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(runner::close));
        Thread.sleep(length);
    }
}
