package io.lokitempo.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Instant EIGHT = Instant.parse("2026-11-26T08:00:00Z");

    @Test
    void sameId_isKept() {
        Comparison compared = compare(raised("ano-1", "a", 0, 5), raised("ano-1", "a", 0, 9));
        assertThat(compared.kept()).hasSize(1);
        assertThat(compared.fresh()).isEmpty();
        assertThat(compared.gone()).isEmpty();
    }

    @Test
    void sameSeriesThatBeganAMinuteLater_isKept() {
        assertThat(compare(raised("ano-1", "a", 0, 5), raised("ano-2", "a", 1, 5))
                        .kept())
                .hasSize(1);
    }

    @Test
    void sameSeriesAtAnotherTime_isGoneAndNew() {
        Comparison compared = compare(raised("ano-1", "a", 0, 5), raised("ano-2", "a", 6, 9));
        assertThat(compared.kept()).isEmpty();
        assertThat(compared.gone()).extracting(Raised::id).containsExactly("ano-1");
        assertThat(compared.fresh()).extracting(Raised::id).containsExactly("ano-2");
    }

    @Test
    void incidentsWithACommonAnomaly_areTheSame() {
        Raised stored = Raised.incident("inc-1", "title", EIGHT, null, List.of("ano-1", "ano-2"));
        Raised replayed = Raised.incident("inc-2", "another", EIGHT.plusSeconds(60), null, List.of("ano-2"));
        assertThat(compare(stored, replayed).kept()).containsExactly(stored);
    }

    private static Comparison compare(Raised stored, Raised replayed) {
        return Comparison.of(List.of(stored), List.of(replayed));
    }

    private static Raised raised(String id, String what, int from, int until) {
        return new Raised(id, what, EIGHT.plusSeconds(60L * from), EIGHT.plusSeconds(60L * until), Set.of());
    }
}
