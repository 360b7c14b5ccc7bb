package io.lokitempo.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.lab.fault.Counts.Cell;
import io.lokitempo.lab.fault.Counts.Difference;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountsTest {
    private static final Instant MINUTE = Instant.parse("2026-11-26T10:00:00Z");

    private final Counts expected = new Counts();
    private final Counts found = new Counts();

    @Test
    void sameCounts_haveNoDifferenceInWhateverPieces() {
        expected.add("cart", "", MINUTE.plusSeconds(1), 2);
        expected.add("cart", "", MINUTE.plusSeconds(59), 3);
        found.add("cart", "", MINUTE, 5);
        found.add("web", "", MINUTE, 0);

        assertThat(expected.to(found).isNone()).isTrue();
        assertThat(expected.total()).isEqualTo(5);
    }

    @Test
    void lossInOnePlace_isNotMadeUpForInAnother() {
        expected.add("cart", "", MINUTE, 5);
        expected.add("cart", "", MINUTE.plusSeconds(60), 5);
        found.add("cart", "", MINUTE, 4);
        found.add("cart", "", MINUTE.plusSeconds(60), 6);

        assertThat(expected.to(found))
                .isEqualTo(new Difference(
                        1,
                        1,
                        Map.of(
                                new Cell("cart", "", MINUTE), "5 expected, 4 found",
                                new Cell("cart", "", MINUTE.plusSeconds(60)), "5 expected, 6 found")));
    }

    @Test
    void whatNobodyExpected_isTooMuch() {
        found.add("cart", "GET /", MINUTE, 7);

        assertThat(expected.to(found).doubled()).isEqualTo(7);
    }
}
