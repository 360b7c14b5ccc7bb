package io.lokitempo.mcp.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenCountTest {
    private static final Encoding O200K = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    /** What answers are made of, and what could join two pieces if anything did. */
    private static final List<String> PARTS = List.of(
            "a",
            "Z",
            "7",
            "it's",
            "'",
            "'s",
            "\"",
            "\",\"",
            "],[",
            "\"],[\"",
            "[\"",
            "{",
            "}:",
            ":",
            ",",
            ".",
            "..",
            "/",
            "//",
            "\n",
            "\n\n",
            "\r\n",
            "\n/",
            " ",
            "  ",
            "\t",
            "\n ",
            "checkout",
            "POST /v1/charges",
            "pat-x7m3ka",
            "ano-6s84181t",
            "14:04:30",
            "0.406",
            "23.3%",
            "결제 승인 실패",
            "é",
            "e\u0301",
            "\u0301",
            "\u200d",
            "😀",
            "\ud83d",
            "<*>",
            "<num>",
            "next: ",
            "# patterns: pattern service\n",
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "\\n",
            "\\u0000",
            "\u00a0",
            "\u2028",
            "ǅ",
            "ª",
            "½",
            "--",
            "==",
            "!!");

    @Test
    void applyAsInt_ofAnyText_isWhatTheEncodingCounts() {
        Random random = new Random(5);
        TokenCount count = new TokenCount(O200K::countTokensOrdinary);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int parts = random.nextInt(24); parts > 0; parts--) {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            assertThat(count.applyAsInt(text.toString()))
                    .as(text.toString())
                    .isEqualTo(O200K.countTokensOrdinary(text.toString()));
        }
    }

    @Test
    void applyAsInt_ofRowsThatAreThereAgain_asksTheEncodingForNewOnesAlone() {
        List<String> asked = new ArrayList<>();
        TokenCount count = new TokenCount(text -> {
            asked.add(text);
            return O200K.countTokensOrdinary(text);
        });
        int one = count.applyAsInt("# rows: id n\npat-1 1\n");
        asked.clear();
        assertThat(count.applyAsInt("# rows: id n\npat-1 1\npat-2 2\n")).isGreaterThan(one);
        assertThat(asked).containsExactly("pat-2", " 2\n");
    }

    @Test
    void applyAsInt_ofNothing_isNone() {
        assertThat(new TokenCount(O200K::countTokensOrdinary).applyAsInt("")).isZero();
    }
}
