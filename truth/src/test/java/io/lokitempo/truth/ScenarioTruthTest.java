package io.lokitempo.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three of the lab's scenarios, each found by another kind of sign: failures and a new pattern, a dependency that sends
 * nothing itself, and silence. All of them: {@code ./bench truth}.
 */
class ScenarioTruthTest {
    private static final List<String> NAMES =
            List.of("bad-deployment-payment", "slow-dependency-kcp-pg", "silent-service-search");

    private static @Nullable Stage stage;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> jar = TruthMain.packaged(Path.of("..", "mcp-service", "target"));
        assumeTrue(jar.isPresent(), "mcp-service is not packaged: mvn package does it");
        stage = new Stage(
                jar.get(),
                Play.catalogue().stream()
                        .filter(play -> NAMES.contains(play.name()))
                        .toList(),
                _ -> {});
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-deployment-payment", "slow-dependency-kcp-pg", "silent-service-search"})
    void everyFact_ofEveryTool_isWhatHappened(String name) throws InterruptedException {
        Play play = Play.catalogue().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<Check> checks = new ArrayList<>();

        if (stage != null) {
            stage.play(play, (now, agent, told) -> checks.addAll(Questions.asked(now, agent, told)));
        }

        assertThat(checks).filteredOn(check -> !check.isRight()).isEmpty();
        assertThat(checks).extracting(Check::tool).contains("investigate_incident", "get_service_map", "export_data");
        assertThat(checks).hasSizeGreaterThan(100);
    }
}
