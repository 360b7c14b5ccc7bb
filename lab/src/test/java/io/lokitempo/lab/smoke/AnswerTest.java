package io.lokitempo.lab.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void textParts_areJoined() {
        CallToolResult result = CallToolResult.builder()
                .addTextContent("a")
                .addTextContent("b")
                .structuredContent(Map.of("service", "payment"))
                .build();

        Answer answer = Answer.of(result);

        assertThat(answer.text()).isEqualTo("a\nb");
        assertThat(answer.isError()).isFalse();
        assertThat(answer.first("service")).contains("payment");
    }

    @Test
    void traceId_isThe32HexDigitsThatStandAlone() {
        String id = "4bf92f3577b34da6a3ce929d0e0e4736";

        assertThat(new Answer(false, "span 00f067aa0ba902b7 of trace " + id + " 2.91s", null).traceId())
                .contains(id);
        assertThat(new Answer(false, "sha256 " + id + id, null).traceId()).isEmpty();
    }

    @Test
    void first_readsColumnsOfNestedTables() {
        Map<String, Object> structure = Map.of(
                "found",
                List.of(Map.of(
                        "columns", List.of("n", "service"), "rows", List.of(List.of(1, "cart"), List.of(2, "web")))));

        assertThat(new Answer(false, "", structure).first("service")).contains("cart");
        assertThat(new Answer(false, "", structure).rows()).isEqualTo(2);
        assertThat(new Answer(false, "", structure).first("operation")).isEmpty();
    }
}
