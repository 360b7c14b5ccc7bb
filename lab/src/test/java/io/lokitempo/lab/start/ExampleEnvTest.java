package io.lokitempo.lab.start;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds example.env to what reads it: both services' application.yaml, the launcher, the shop and docker-compose.yml. */
class ExampleEnvTest {
    private static final Path ROOT = Path.of("..");
    private static final Path EXAMPLE = ROOT.resolve("example.env");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*):([^}]*)}");
    private static final Pattern COMPOSE_VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Z][A-Z0-9_]*):-([^}]*)}");
    private static final Pattern LITERAL =
            Pattern.compile("\"((?:RUN|LAB)_[A-Z_]+|DATA_DIR|[A-Z]+_(?:HOST|PORT|URL))\"");
    // The services of compose find each other by name, and so have presets of their own there.
    private static final Set<String> ELSEWHERE_IN_COMPOSE = Set.of(
            "LOKI_URL", "TEMPO_URL", "GRAFANA_URL", "KAFKA_BOOTSTRAP_SERVERS", "DATABASE_URL", "DATABASE_PASSWORD");

    private final Map<String, String> example = DotEnv.parse("example.env", lines(EXAMPLE));
    private final Map<String, String> services = presets(
            PLACEHOLDER,
            ROOT.resolve("analyzer-service/src/main/resources/application.yaml"),
            ROOT.resolve("mcp-service/src/main/resources/application.yaml"));
    private final Map<String, String> compose = presets(COMPOSE_VARIABLE, ROOT.resolve("docker-compose.yml"));
    private final Set<String> lab = literals(ROOT.resolve("lab/src/main/java"));

    @Test
    void everySetting_isReadBySomeone() {
        Set<String> unread = new TreeSet<>(example.keySet());
        unread.removeAll(services.keySet());
        unread.removeAll(compose.keySet());
        unread.removeAll(lab);

        assertThat(unread).isEmpty();
    }

    @Test
    void everythingRead_isASetting() {
        assertThat(example.keySet()).containsAll(services.keySet());
        assertThat(example.keySet()).containsAll(compose.keySet());
        assertThat(example.keySet()).containsAll(lab);
    }

    @Test
    void valuesShown_areThePresetsOfTheServices() {
        example.forEach((name, value) -> {
            if (!value.isEmpty() && services.containsKey(name)) {
                assertThat(services).containsEntry(name, value);
            }
        });
    }

    @Test
    void valuesShown_areThePresetsOfCompose() {
        compose.forEach((name, preset) -> {
            if (!ELSEWHERE_IN_COMPOSE.contains(name)) {
                assertThat(example).containsEntry(name, preset);
            }
        });
    }

    @Test
    void everySetting_isExplainedInTheLineBefore() {
        List<String> lines = lines(EXAMPLE);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("[A-Z].*")) {
                assertThat(lines.get(i - 1)).as(lines.get(i)).matches("# .*\\.");
            }
        }
    }

    @Test
    void launcher_acceptsItAsItIs() {
        RunSettings copied = RunSettings.of(ROOT, example, Map.of());
        RunSettings none = RunSettings.of(ROOT, Map.of(), Map.of());

        assertThat(copied.listeners()).isEqualTo(none.listeners());
        assertThat(copied.dataFolder()).isEqualTo(none.dataFolder());
    }

    private static Map<String, String> presets(Pattern placeholder, Path... files) {
        Map<String, String> presets = new HashMap<>();
        for (Path file : files) {
            Map<String, String> found = placeholder
                    .matcher(String.join("\n", lines(file)))
                    .results()
                    .collect(toMap(r -> r.group(1), r -> r.group(2), (a, b) -> a));
            assertThat(found).as("settings in %s", file).isNotEmpty();
            presets.putAll(found);
        }
        return presets;
    }

    private static Set<String> literals(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            Set<String> names = new HashSet<>();
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> names.addAll(LITERAL.matcher(String.join("\n", lines(file)))
                            .results()
                            .map(MatchResult::group)
                            .map(literal -> literal.replace("\"", ""))
                            .collect(toSet())));
            assertThat(names).contains("DATA_DIR", "RUN_KAFKA_PORT", "LAB_SEED");
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
