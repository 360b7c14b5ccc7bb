package io.lokitempo.mcp.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowWriterTest {
    private static String written(Format format, List<?>... rows) throws IOException {
        StringWriter text = new StringWriter();
        try (RowWriter writer = new RowWriter(format, List.of("time", "line", "value"), new BufferedWriter(text))) {
            for (List<?> row : rows) {
                writer.row(row);
            }
        }
        return text.toString();
    }

    @Test
    void csv_specialCharacters_areQuotedByRfc4180() throws IOException {
        assertThat(written(Format.CSV, List.of("t", "a,\"b\"\nc", -1.5)))
                .isEqualTo("\ufefftime,line,value\r\nt,\"a,\"\"b\"\"\nc\",-1.5\r\n");
    }

    @Test
    void csv_textThatBeginsLikeAFormula_isDefusedAndNumbersAreNot() throws IOException {
        assertThat(written(Format.CSV, List.of("=1+1", "@SUM(A1)", -1)))
                .isEqualTo("\ufefftime,line,value\r\n'=1+1,'@SUM(A1),-1\r\n");
    }

    @Test
    void json_noRowsAndRows_isAnArray() throws IOException {
        assertThat(written(Format.JSON)).isEqualTo("[\n]\n");
        assertThat(written(Format.JSON, List.of("t", "x", 1), Arrays.asList("u", null, 2)))
                .isEqualTo("[\n{\"time\":\"t\",\"line\":\"x\",\"value\":1},\n{\"time\":\"u\",\"value\":2}\n]\n");
    }

    @Test
    void ndjson_lineBreaksInText_stayOnOneLine() throws IOException {
        assertThat(written(Format.NDJSON, List.of("t", "a\nb", 1)))
                .isEqualTo("{\"time\":\"t\",\"line\":\"a\\nb\",\"value\":1}\n");
    }
}
