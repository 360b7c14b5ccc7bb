package io.lokitempo.lab.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.lab.smoke.Check.Verdict;
import io.lokitempo.lab.smoke.Expectation.Judgement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpectationTest {
    private static final Map<String, Object> TABLE = Map.of(
            "table", Map.of("columns", List.of("time", "service"), "rows", List.of(List.of("12:00", "payment"))));

    @Test
    void error_fails() {
        Answer answer = new Answer(true, "INVALID time_range", TABLE);

        assertThat(Expectation.judge(answer, Expectation.rows()))
                .isEqualTo(new Judgement(Verdict.FAILED, "refused: INVALID time_range"));
    }

    @Test
    void missingForm_fails() {
        assertThat(Expectation.judge(new Answer(false, " ", TABLE), Expectation.rows())
                        .verdict())
                .isEqualTo(Verdict.FAILED);
        assertThat(Expectation.judge(new Answer(false, "text", null), Expectation.rows())
                        .verdict())
                .isEqualTo(Verdict.FAILED);
        assertThat(Expectation.judge(new Answer(false, "text", Map.of()), Expectation.rows())
                        .verdict())
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void rows_areCounted() {
        assertThat(Expectation.judge(new Answer(false, "1 line", TABLE), Expectation.rows()))
                .isEqualTo(new Judgement(Verdict.PASSED, "1 rows"));
    }

    @Test
    void noRows_areNoFailure() {
        Map<String, Object> empty = Map.of("table", Map.of("columns", List.of("service"), "rows", List.of()));

        assertThat(Expectation.judge(new Answer(false, "never_seen", empty), Expectation.rows()))
                .isEqualTo(new Judgement(Verdict.NO_DATA, "never_seen"));
    }

    @Test
    void wordThatIsNotMentioned_isNamed() {
        assertThat(Expectation.judge(new Answer(false, "checkout", TABLE), Expectation.mentions("checkout", "payment")))
                .isEqualTo(new Judgement(Verdict.FAILED, "\"payment\" is not in the answer"));
    }
}
