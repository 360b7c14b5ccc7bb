package io.lokitempo.lab.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "NAME=value, value",
                "  NAME = value  , value",
                "export NAME=value, value",
                "NAME=, ``",
                "NAME=# nothing, ``",
                "NAME=value # why, value",
                "NAME=a#b, a#b",
                "NAME='a # b' # why, a # b",
                "NAME=\"a b\", a b",
                "NAME=it's, it's",
                "NAME=a=b, a=b",
            })
    void parse_readsValue(String line, String value) {
        assertThat(DotEnv.parse(".env", List.of(line))).containsExactlyEntriesOf(java.util.Map.of("NAME", value));
    }

    @Test
    void parse_passesOverCommentsAndBlankLines() {
        assertThat(DotEnv.parse(".env", List.of("# NAME=value", "", "   "))).isEmpty();
    }

    @Test
    void parse_namesLineButNotItsTextWhenNotAnAssignment() {
        assertThatThrownBy(() -> DotEnv.parse(".env", List.of("A=1", "hunter2")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void read_isEmptyWithoutFile(@TempDir Path folder) {
        assertThat(DotEnv.read(folder.resolve(".env"))).isEmpty();
    }
}
