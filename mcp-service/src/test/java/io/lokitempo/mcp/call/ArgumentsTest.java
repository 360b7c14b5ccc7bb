package io.lokitempo.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.call.Declaration.Effect;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final Declaration TOOL = Declaration.of("query_logs", "Query logs", Effect.READS, "", """
            "query":{"type":"string"},"limit":{"type":"integer"},"direction":{"enum":["backward","forward"]},
            "service":{"type":"string"},"tags":{"type":"object"},"loki_auth_password":{"type":"string"}
            """);

    private static Arguments read(Map<String, Object> sent) {
        return Arguments.read(TOOL, sent);
    }

    private static Refusal refusal(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(RefusedException.class, call))
                .refusal();
    }

    @Test
    void read_nullAndEmptyText_areOmitted() {
        Map<String, Object> sent = new HashMap<>();
        sent.put("query", null);
        sent.put("service", "");

        assertThat(read(sent).has("query")).isFalse();
        assertThat(read(sent).has("service")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"50", "50.0", " 50 "})
    void whole_textThatIsANumber_isTheNumber(String text) {
        assertThat(read(Map.of("limit", text)).whole("limit", 100, 1, 5_000)).isEqualTo(50);
        assertThat(read(Map.of("limit", 50.0)).whole("limit", 100, 1, 5_000)).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "0", "5001", "1.5", "99999999999"})
    void whole_anythingElse_isRefusedWithWhatIsAccepted(String text) {
        Refusal refusal = refusal(() -> read(Map.of("limit", text)).whole("limit", 100, 1, 5_000));

        assertThat(refusal.what()).isEqualTo("limit " + text + ": a whole number from 1 to 5000 is accepted");
        assertThat(refusal.attempt()).isNotNull();
    }

    @Test
    void read_serviceName_isService() {
        assertThat(read(Map.of("service_name", "checkout")).text("service")).contains("checkout");
    }

    @Test
    void read_serviceAndServiceNameThatDiffer_areRefused() {
        assertThat(refusal(() -> read(Map.of("service_name", "checkout", "service", "web")))
                        .what())
                .contains("two values");
    }

    @Test
    void read_unknownArgument_isRefusedWithTheNearestNameAndACallThatWorks() {
        Refusal refusal = refusal(() -> read(Map.of("quary", "x")));

        assertThat(refusal.what()).isEqualTo("query_logs has no argument \"quary\": did you mean \"query\"?");
        assertThat(refusal.attempt()).hasToString("query_logs {\"query\":\"x\"}");
    }

    @Test
    void read_argumentLikeNone_isRefusedWithAllNames() {
        assertThat(refusal(() -> read(Map.of("zzzzzzzzzzz", 1))).what())
                .contains("accepted are query, limit, direction, service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_meta", "run_manager", "sessionId", "toolCallId"})
    void read_whatFrameworksAdd_isIgnored(String noise) {
        assertThat(read(Map.of(noise, "x", "query", "{}")).asCall()).hasToString("query_logs {\"query\":\"{}\"}");
    }

    @Test
    void object_jsonText_isTheObject() {
        assertThat(read(Map.of("tags", "{\"error\":true,\"http.status_code\":500}"))
                        .object("tags"))
                .isEqualTo(read(Map.of("tags", Map.of("error", true, "http.status_code", 500)))
                        .object("tags"))
                .containsEntry("error", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error=true", "[1]", "{"})
    void object_textThatIsNone_isRefused(String text) {
        assertThat(refusal(() -> read(Map.of("tags", text)).object("tags")).what())
                .contains("as JSON text, is accepted");
    }

    @Test
    void choice_otherCase_isAccepted() {
        assertThat(read(Map.of("direction", "FORWARD")).choice("direction", "backward"))
                .isEqualTo("forward");
        assertThat(refusal(() -> read(Map.of("direction", "up")).choice("direction", "backward"))
                        .what())
                .isEqualTo("direction up: backward, forward are accepted");
    }

    @Test
    void asCall_password_isMasked() {
        assertThat(read(Map.of("loki_auth_password", "hunter2")).asCall().toString())
                .doesNotContain("hunter2");
        assertThat(refusal(() -> read(Map.of("loki_auth_password", "hunter2", "qqqqqqqqqqqq", 1)))
                        .attempt())
                .hasToString("query_logs {\"loki_auth_password\":\"***\"}");
    }
}
