package io.lokitempo.mcp.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void matching_written_isFoundInAnyCaseThoseThatBeginWithItFirst() {
        List<String> all = List.of("prepay", "Payment", "cart", "pay-db");

        assertThat(Vocabulary.matching(all, "pay")).containsExactly("Payment", "pay-db", "prepay");
        assertThat(Vocabulary.matching(all, "")).containsExactlyElementsOf(all);
        assertThat(Vocabulary.matching(all, "x")).isEmpty();
    }
}
