package io.lokitempo.mcp.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TraceQueryTest {
    static Stream<Arguments> tags() {
        return Stream.of(
                Arguments.of("error", "true", "status=error"),
                Arguments.of("error", true, "status=error"),
                Arguments.of("error", false, "status!=error"),
                Arguments.of("http.status_code", 500, ".http.status_code=500"),
                Arguments.of("http.status_code", "500", "(.http.status_code=500 || .http.status_code=\"500\")"),
                Arguments.of("http.status_code", ">=500", ".http.status_code>=500"),
                Arguments.of("span.retry", true, "span.retry=true"),
                Arguments.of("retry", "true", "(.retry=true || .retry=\"true\")"),
                Arguments.of("resource.service.version", "2.5.0", "resource.service.version=\"2.5.0\""),
                Arguments.of("service.name", "web", "resource.service.name=\"web\""),
                Arguments.of("status", "error", "status=error"),
                Arguments.of("kind", "SERVER", "kind=server"),
                Arguments.of("name", "GET /", "name=\"GET /\""),
                Arguments.of("duration", ">100ms", "duration>100ms"),
                Arguments.of("rootServiceName", "web", "rootServiceName=\"web\""),
                Arguments.of("url.path", "/a\"} || {", ".url.path=\"/a\\\"} || {\""),
                Arguments.of("odd name", "x", ".\"odd name\"=\"x\""));
    }

    @ParameterizedTest
    @MethodSource("tags")
    void tags_typed_compareAsWhatTheyAre(String name, Object value, String condition) {
        assertThat(new SpanConditions().tags(Map.of(name, value)).list()).containsExactly(condition);
    }

    @Test
    void tags_keywordThatIsNone_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpanConditions().tags(Map.of("status", "error } || {")));
    }

    @Test
    void of_conditions_areAllNeeded() {
        List<String> conditions = new SpanConditions()
                .service("checkout")
                .operation("POST /orders")
                .duration("duration", ">=", Duration.ofMillis(100))
                .list();

        assertThat(TraceQuery.of(conditions).traceql())
                .isEqualTo("{ resource.service.name=\"checkout\" && name=\"POST /orders\" && duration>=100000000ns }");
        assertThat(TraceQuery.of(List.of()).traceql()).isEqualTo("{}");
    }

    @Test
    void and_ownQuery_isNarrowedInEachSelector() {
        assertThat(new TraceQuery("{ name=\"a}\" || status=error } >> {} | select(name)")
                        .and(List.of("kind=server"))
                        .traceql())
                .isEqualTo("{ (name=\"a}\" || status=error) && kind=server } >> { kind=server } | select(name)");
    }

    @Test
    void isMetric_rate_isTrue() {
        assertThat(new TraceQuery("{} | rate() by (name)").isMetric()).isTrue();
        assertThat(new TraceQuery("{ name=\"rate(\" }").isMetric()).isFalse();
    }
}
