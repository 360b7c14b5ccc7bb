package io.lokitempo.mcp.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.telemetry.LogLevel;
import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogQueryTest {
    private static final StreamMatcher ALL = new StreamMatcher("service_name", "=~", ".+");
    private static final StreamMatcher CHECKOUT = StreamMatcher.equal("service_name", "checkout");

    private static LogQuery read(String sent) {
        return LogQuery.of(sent, ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "{}§{service_name=~\".+\"}",
                "{} |= \"x\"§{service_name=~\".+\"} |= \"x\"",
                "|= \"x\"§{service_name=~\".+\"} |= \"x\"",
                "sum(rate({ }[5m])) / sum(rate({app=\"a\"}[5m]))§sum(rate({service_name=~\".+\"}[5m])) / sum(rate({app=\"a\"}[5m]))",
                "{app=\"a\"} | line_format \"{{.x}} {}\"§{app=\"a\"} | line_format \"{{.x}} {}\"",
                "{app=`a}`} |= `{}`§{app=`a}`} |= `{}`",
            })
    void of_logql_keepsItAndFillsEmptySelectors(String sent, String logql) {
        assertThat(read(sent).logql()).isEqualTo(logql);
        assertThat(read(sent).notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void of_nothing_isEverything(String sent) {
        assertThat(read(sent).logql()).isEqualTo("{service_name=~\".+\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "payment declined§{service_name=~\".+\"} |= \"payment declined\"",
                "{\"level\":\"error\"}§{service_name=~\".+\"} |= \"{\\\"level\\\":\\\"error\\\"}\"",
                "C:\\temp§{service_name=~\".+\"} |= \"C:\\\\temp\"",
                "say \"hi\"§{service_name=~\".+\"} |= \"say \\\"hi\\\"\"",
            })
    void of_textThatIsNoLogql_isSearchedLiterallyAndThatIsSaid(String sent, String logql) {
        assertThat(read(sent).logql()).isEqualTo(logql);
        assertThat(read(sent).notes()).containsExactly("text searched literally, as it is no LogQL");
    }

    @Test
    void of_hangul_isSearchedInBothForms() {
        String decomposed = Normalizer.normalize("결제", Normalizer.Form.NFD);

        assertThat(read(decomposed).logql())
                .isEqualTo(read("결제").logql())
                .endsWith("|= \"결제\" or \"" + decomposed + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{app=\"x\"", "{app=\"x} |= \"y\"", "{app=~\"(\"", "vector(1)", "1+1"})
    void of_brokenOrStreamlessLogql_isLeftForLokiToJudge(String sent) {
        assertThat(read(sent).logql()).isEqualTo(sent);
    }

    @Test
    void and_matcher_isAddedToEverySelectorAndReplacesEverything() {
        assertThat(read("sum(rate({}[5m])) / sum(rate({env=\"prod\"} |= \"{env}\" [5m]))")
                        .and(CHECKOUT)
                        .logql())
                .isEqualTo("sum(rate({service_name=\"checkout\"}[5m])) / "
                        + "sum(rate({env=\"prod\", service_name=\"checkout\"} |= \"{env}\" [5m]))");
    }

    @Test
    void and_hostileValue_staysInsideItsString() {
        assertThat(read("{}").and(StreamMatcher.equal("app", "x\"} or {a=\"")).logql())
                .isEqualTo("{service_name=~\".+\", app=\"x\\\"} or {a=\\\"\"}");
    }

    @Test
    void contradiction_otherEqualValue_isFound() {
        assertThat(read("{service_name=\"web\"}").contradiction(CHECKOUT))
                .contains(StreamMatcher.equal("service_name", "web"));
        assertThat(read("{service_name=~\"web|checkout\"}").contradiction(CHECKOUT))
                .isEmpty();
    }

    @Test
    void at_level_followsEverySelector() {
        assertThat(read("{app=\"a\"} |= \"x\"").at(LogLevel.ERROR).logql())
                .isEqualTo("{app=\"a\"} | detected_level=~\"(?i)error|err|severe\" or level=~\"(?i)error|err|severe\""
                        + " or severity=~\"(?i)error|err|severe\" |= \"x\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {"{app=\"a\"}§true", "{app=\"a\"} |= \"x\"§false", "rate({app=\"a\"}[1m])§false"})
    void isPlain_selectorAlone_isTrue(String query, boolean plain) {
        assertThat(read(query).isPlain()).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "took <duration> in <*>§|= \"took\" |~ \"took.*in\"",
                "<ip> <num>§",
                "declined: order <num>, (limit)§|= \"declined:\" |~ \"declined:\\\\s+order.*,\\\\s+\\\\(limit\\\\)\"",
            })
    void filter_ofTemplate_keepsItsWordsInOrder(String template, String stages) {
        assertThat(PatternFilter.of(template)).isEqualTo(stages == null ? "" : stages);
    }
}
