package io.lokitempo.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Corpora written for this project in the formats that production systems log in: a call site's name, a tab, a line with
 * {@code \n}, {@code \t} and {@code \e} for line feed, tab and escape. Each call site must come out as one template.
 */
class GoldenCorpusTest {
    @ParameterizedTest
    @ValueSource(strings = {"services.tsv", "syslog.tsv", "traces.tsv"})
    void learn_eachCallSite_isOneTemplateOfItsOwn(String file) throws IOException {
        TemplateMiner miner = new TemplateMiner("shop", MinerBounds.DEFAULT);
        List<String[]> lines = lines(file);
        lines.forEach(line -> miner.learn(line[1]));

        Map<String, Set<String>> templates = new HashMap<>();
        for (String[] line : lines) {
            Template template = Objects.requireNonNull(miner.match(line[1]), line[1]);
            templates.computeIfAbsent(line[0], _ -> new HashSet<>()).add(template.text());
        }
        assertThat(templates)
                .allSatisfy((site, texts) -> assertThat(texts).as(site).hasSize(1));
        assertThat(miner.templates()).hasSameSizeAs(templates.keySet());
    }

    private static List<String[]> lines(String file) throws IOException {
        InputStream in = Objects.requireNonNull(GoldenCorpusTest.class.getResourceAsStream("/mining/" + file));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().map(GoldenCorpusTest::fields).toList();
        }
    }

    private static String[] fields(String line) {
        String[] fields = line.split("\t", 2);
        fields[1] = fields[1].replace("\\n", "\n").replace("\\t", "\t").replace("\\e", "\u001b");
        return fields;
    }
}
