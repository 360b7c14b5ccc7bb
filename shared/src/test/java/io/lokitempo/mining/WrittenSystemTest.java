package io.lokitempo.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Systems that were written before the rules they now hold to; what a rule does to one it was not made for shows here. */
class WrittenSystemTest {
    private static final int SEED = 2;
    /** Share of lines in the right group, where not nearly all are: few names in short messages stay apart. */
    private static final Map<String, Double> FLOORS = Map.of(
            "cluster",
            .95,
            "containers",
            .85,
            "dotnet",
            .85,
            "oldsyslog",
            .60,
            "queue",
            .85,
            "systemd",
            .70,
            "tomcat",
            .75);

    private static final double FLOOR = .97;
    private static final List<String> MESSAGES = List.of(
            "Connection from 10.0.0.7 closed after 3 seconds",
            "starting",
            "Failed to open /var/lib/x: No such file or directory",
            "cache: 12 entries evicted",
            "user=bob action=login took 3ms",
            "GET /a/b 200");

    static Stream<String> names() {
        return WrittenSystem.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void learn_linesOfAWrittenSystem_groupsThemByCallSite(String name) throws IOException {
        WrittenSystem system = WrittenSystem.of(name, SEED);
        double floor = FLOORS.getOrDefault(name, FLOOR);

        assertThat(accuracy(system, WrittenSystem.Line::content)).as("content").isGreaterThanOrEqualTo(floor);
        assertThat(accuracy(system, WrittenSystem.Line::raw)).as("raw").isGreaterThanOrEqualTo(floor);
    }

    /** Lines are matched when all were read, as every reader of an id follows its successions. */
    private static double accuracy(WrittenSystem system, Function<WrittenSystem.Line, String> form) {
        TemplateMiner miner = new TemplateMiner("shop", MinerBounds.DEFAULT);
        List<String> lines = system.lines().stream().map(form).toList();
        lines.forEach(miner::learn);
        return system.accuracy(lines.stream()
                .map(line -> Objects.requireNonNull(miner.match(line), line).id())
                .toList());
    }

    static Stream<String> heads() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(WrittenSystemTest.class.getResourceAsStream("/mining/heads.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    @ParameterizedTest
    @MethodSource("heads")
    void learn_behindAHead_isTheTemplateOfTheMessage(String head) {
        WrittenValues values = new WrittenValues(new Random(SEED));
        for (String message : MESSAGES) {
            String line = WrittenSystem.filled(head, values) + (head.contains("\t") ? "\t" : " ") + message;

            assertThat(textOf(line)).as(line).isEqualTo(textOf(message));
        }
    }

    private static String textOf(String line) {
        TemplateMiner miner = new TemplateMiner("shop", MinerBounds.DEFAULT);
        return Objects.requireNonNull(miner.learn(line)).text();
    }
}
