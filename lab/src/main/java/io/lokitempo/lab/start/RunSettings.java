package io.lokitempo.lab.start;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the launcher itself needs to know; everything else is handed on to the services unread.
 *
 * @param environment all settings, those of {@code .env} under those of the process; empty text counts as not set
 * @param dataFolder absolute
 */
record RunSettings(
        Map<String, String> environment,
        Path dataFolder,
        Listener kafka,
        Listener postgres,
        Listener loki,
        Listener tempo,
        Listener analyzer,
        Listener mcp) {

    /**
     * An address that one part listens on.
     *
     * @param setting the name of the setting that moves the port
     */
    record Listener(String part, String setting, String host, int port) {
        /** Where this machine reaches it. */
        String address() {
            return reachableHost() + ":" + port;
        }

        String url() {
            return "http://" + address();
        }

        private String reachableHost() {
            return switch (host) {
                case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
                default -> host;
            };
        }
    }

    RunSettings {
        environment = Map.copyOf(environment);
    }

    static RunSettings of(Path root, Map<String, String> file, Map<String, String> process) {
        Map<String, String> environment = new HashMap<>();
        file.forEach((name, value) -> putIfSet(environment, name, value));
        process.forEach((name, value) -> putIfSet(environment, name, value));
        Path data = Path.of(environment.getOrDefault("DATA_DIR", "data"));
        Reader reader = new Reader(environment);
        RunSettings settings = new RunSettings(
                environment,
                root.resolve(data).toAbsolutePath().normalize(),
                reader.listener("kafka", "RUN_KAFKA_PORT", 19092),
                reader.listener("postgres", "RUN_POSTGRES_PORT", 15432),
                reader.listener("loki", "RUN_LOKI_PORT", 13100),
                reader.listener("tempo", "RUN_TEMPO_PORT", 13200),
                reader.listener("analyzer", "ANALYZER_PORT", 10003, "ANALYZER_HOST"),
                reader.listener("mcp", "MCP_PORT", 10002, "MCP_HOST"));
        reader.refuseIfWrong();
        settings.listeners().forEach(reader::claim);
        reader.refuseIfWrong();
        return settings;
    }

    private static void putIfSet(Map<String, String> environment, String name, String value) {
        if (value.isBlank()) {
            environment.remove(name);
        } else {
            environment.put(name, value);
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    /** Whether the operator has a Loki or a Tempo; then the lab's shop and stand-ins stay off. */
    boolean analyzesGivenBackends() {
        return get("LOKI_URL").isPresent() || get("TEMPO_URL").isPresent();
    }

    boolean startsKafka() {
        return get("KAFKA_BOOTSTRAP_SERVERS").isEmpty();
    }

    boolean startsPostgres() {
        return get("DATABASE_URL").isEmpty();
    }

    /** Every address that this start will listen on. */
    List<Listener> listeners() {
        List<Listener> listeners = new ArrayList<>();
        if (startsKafka()) {
            listeners.add(kafka);
        }
        if (startsPostgres()) {
            listeners.add(postgres);
        }
        if (!analyzesGivenBackends()) {
            listeners.addAll(List.of(loki, tempo));
        }
        listeners.addAll(List.of(analyzer, mcp));
        return listeners;
    }

    /** Collects what is wrong, so that it is said at once. */
    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> wrong = new ArrayList<>();
        private final Map<Integer, Listener> claimed = new LinkedHashMap<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        Listener listener(String part, String setting, int port) {
            return new Listener(part, setting, "127.0.0.1", port(setting, port));
        }

        Listener listener(String part, String setting, int port, String hostSetting) {
            String host = environment.getOrDefault(hostSetting, "127.0.0.1");
            return new Listener(part, setting, host, port(setting, port));
        }

        private int port(String setting, int preset) {
            String text = environment.get(setting);
            if (text == null) {
                return preset;
            }
            if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535) {
                return Integer.parseInt(text);
            }
            wrong.add(setting + "=" + text + ": 1 to 65535 is accepted");
            return preset;
        }

        void claim(Listener listener) {
            Listener other = claimed.putIfAbsent(listener.port(), listener);
            if (other != null) {
                wrong.add(other.setting() + " and " + listener.setting() + " are both " + listener.port());
            }
        }

        void refuseIfWrong() {
            if (!wrong.isEmpty()) {
                throw new StartRefused(String.join("; ", wrong));
            }
        }
    }
}
