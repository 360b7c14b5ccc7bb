package io.lokitempo.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GoldenTest {
    @Test
    void difference_showsWhatChangedWithSomeLinesAround() {
        assertThat(Golden.difference("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nX\nd\ne\nf\n"))
                .isEqualTo("  b\n  c\n+ X\n  d\n  e\n");
        assertThat(Golden.difference("a\nb\n", "a\nc\n")).isEqualTo("  a\n- b\n+ c\n");
    }

    @Test
    void words_saysHowToAgreeToIt() {
        assertThat(Golden.words(GoldenTest.class, Path.of("a.txt"), "one\n", "two\n"))
                .contains("a.txt", "- one", "+ two")
                .contains("mvn -o -pl mcp-service -am test -Dtest='GoldenTest'", "-Dgolden.update");
    }

    @Test
    void everyTool_hasAnAgreedSchemaAndAnAgreedAnswer() throws Exception {
        Set<String> schemas = names("tools", ".json");
        Set<String> answered = new TreeSet<>();
        for (String answer : names("answers", ".txt")) {
            answered.add(answer.replaceFirst("[-].*", ""));
        }
        assertThat(schemas).hasSize(15);
        assertThat(answered).containsAll(schemas);
    }

    private static Set<String> names(String folder, String ending) throws Exception {
        try (Stream<Path> files = Files.list(Golden.FOLDER.resolve(folder))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .toList();
            return new TreeSet<>(names);
        }
    }
}
