package io.lokitempo.lab.smoke;

import io.lokitempo.lab.smoke.Check.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What an answer has to hold, beyond not being an error. */
@FunctionalInterface
interface Expectation {
    /**
     * A verdict and its reason.
     *
     * @param reason one line
     */
    record Judgement(Verdict verdict, String reason) {}

    Judgement judge(Answer answer);

    /** Something that this expectation adds to what every answer must have: both forms, and no error. */
    static Judgement judge(Answer answer, Expectation expectation) {
        if (answer.isError()) {
            return new Judgement(Verdict.FAILED, "refused: " + answer.firstLine());
        }
        if (answer.text().isBlank()) {
            return new Judgement(Verdict.FAILED, "no text, which is all that some clients show");
        }
        if (isEmpty(answer)) {
            return new Judgement(Verdict.FAILED, "no structuredContent, which is all that some clients show");
        }
        return expectation.judge(answer);
    }

    private static boolean isEmpty(Answer answer) {
        return switch (answer.structure()) {
            case null -> true;
            case Map<?, ?> map -> map.isEmpty();
            case Collection<?> items -> items.isEmpty();
            default -> false;
        };
    }

    /** At least one row in a table; none is no fault of the installation. */
    static Expectation rows() {
        return answer -> answer.rows() > 0
                ? new Judgement(Verdict.PASSED, answer.rows() + " rows")
                : new Judgement(Verdict.NO_DATA, answer.firstLine());
    }

    /** All of these words in its text. */
    static Expectation mentions(String... words) {
        return answer -> List.of(words).stream()
                .filter(word -> !answer.text().contains(word))
                .findFirst()
                .map(word -> new Judgement(Verdict.FAILED, "\"" + word + "\" is not in the answer"))
                .orElseGet(() -> new Judgement(Verdict.PASSED, answer.firstLine()));
    }
}
