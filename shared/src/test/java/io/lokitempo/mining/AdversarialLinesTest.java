package io.lokitempo.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines made to fill a miner; speed under them is measured by the benchmarks, not here. */
class AdversarialLinesTest {
    private static final MinerBounds BOUNDS = new MinerBounds(200, 1_024);
    private static final int LINES = 5_000;

    static Stream<Named<IntFunction<String>>> streams() {
        return Stream.of(
                Named.of("every line of new words", seed -> words(new Random(seed), 8)),
                Named.of("random bytes", AdversarialLinesTest::bytes),
                Named.of("open brackets", seed -> "x" + "([{".repeat(seed % 400) + seed),
                Named.of("quotes", seed -> "\"'".repeat(seed % 400) + words(new Random(seed), 2)),
                Named.of(
                        "JSON of new fields",
                        seed -> "{\"" + words(new Random(seed), 1) + "\":{\"msg\":\"" + seed + "\"}}"),
                Named.of("masks", seed -> "<num><*><".repeat(seed % 50) + words(new Random(seed), 1)));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void learn_adversarialLines_staysWithinItsBounds(IntFunction<String> stream) {
        TemplateMiner miner = new TemplateMiner("shop", BOUNDS);
        for (int seed = 0; seed < LINES; seed++) {
            Template template = miner.learn(stream.apply(seed));
            if (template != null) {
                assertThat(template.text().length()).isLessThanOrEqualTo(8 * BOUNDS.maxLineLength());
            }
        }
        assertThat(miner.templates()).hasSizeLessThanOrEqualTo(BOUNDS.maxTemplates());
        assertThat(miner.templates().stream().map(Template::id)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void knowing_whatAdversarialLinesLeft_matchesAlike(IntFunction<String> stream) {
        TemplateMiner miner = new TemplateMiner("shop", BOUNDS);
        for (int seed = 0; seed < LINES; seed++) {
            miner.learn(stream.apply(seed));
        }
        TemplateMiner other = TemplateMiner.knowing("shop", BOUNDS, miner.templates());
        for (int seed = 0; seed < LINES; seed++) {
            String line = stream.apply(seed);
            assertThat(other.match(line)).isEqualTo(miner.match(line));
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void read_adversarialLines_givesALevel(IntFunction<String> stream) {
        for (int seed = 0; seed < LINES; seed++) {
            assertThat(LineReading.level(stream.apply(seed))).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void learn_aMegabyte_looksAtItsBeginningOnly(IntFunction<String> stream) {
        TemplateMiner miner = new TemplateMiner("shop", BOUNDS);
        String line = words(new Random(7), 3) + " "
                + stream.apply(399)
                        .repeat(1 + 1_000_000 / Math.max(1, stream.apply(399).length()));

        Template template = miner.learn(line);

        assertThat(template).isNotNull().isEqualTo(miner.learn(line + "tail"));
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ");
            for (int letter = 0; letter < 7; letter++) {
                words.append((char) ('a' + random.nextInt(26)));
            }
        }
        return words.toString();
    }

    private static String bytes(int seed) {
        byte[] bytes = new byte[200];
        new Random(seed).nextBytes(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
