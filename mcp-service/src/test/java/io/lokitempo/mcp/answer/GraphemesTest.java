package io.lokitempo.mcp.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GraphemesTest {
    @Test
    void cut_familyEmoji_isKeptWholeOrLeftOut() {
        assertThat(Graphemes.cut("ab👩‍👩‍👧cd", 3)).isEqualTo("ab👩‍👩‍👧…+2");
        assertThat(Graphemes.cut("ab👩‍👩‍👧cd", 2)).isEqualTo("ab…+10");
    }

    @Test
    void cut_decomposedHangul_isCutBetweenSyllables() {
        String decomposed = Normalizer.normalize("결제승인", Normalizer.Form.NFD);

        String cut = Graphemes.cut(decomposed, 2);

        assertThat(Normalizer.normalize(cut, Normalizer.Form.NFC)).startsWith("결제…+");
    }

    @Property
    void cut_anyText_beginsLikeItAndIsNeverHalfAPair(
            @ForAll String text, @ForAll @IntRange(min = 1, max = 20) int most) {
        String cut = Graphemes.cut(text, most);

        String kept = cut.equals(text) ? text : cut.substring(0, cut.lastIndexOf('…'));
        assertThat(text).startsWith(kept);
        if (!kept.isEmpty() && kept.length() < text.length()) {
            assertThat(Character.isHighSurrogate(kept.charAt(kept.length() - 1))
                            && Character.isLowSurrogate(text.charAt(kept.length())))
                    .isFalse();
        }
    }
}
