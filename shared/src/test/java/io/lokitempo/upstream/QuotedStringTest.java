package io.lokitempo.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedStringTest {
    @Property(tries = 5_000)
    void of_anyText_isReadBackByGo(@ForAll String text) {
        assertThat(GoString.unquote(QuotedString.of(text))).isEqualTo(withoutHalves(text));
    }

    /** The characters that could end a literal early, in every order. */
    @Property(tries = 5_000)
    void of_dangerousText_isReadBackByGo(
            @ForAll
                    @StringLength(max = 12)
                    @Chars({'"', '\\', '`', '\n', '\r', '\u0000', '\u007f', 'u', 'x', '}', '|', '한', '\ud83d'})
                    String text) {
        assertThat(GoString.unquote(QuotedString.of(text))).isEqualTo(withoutHalves(text));
    }

    /** Half a character has no UTF-8, so that it cannot be in any line; it is searched as what replaces it there. */
    private static String withoutHalves(String text) {
        StringBuilder whole = new StringBuilder();
        text.codePoints()
                .forEach(c -> whole.appendCodePoint(
                        Character.isValidCodePoint(c) && Character.getType(c) == Character.SURROGATE ? 0xfffd : c));
        return whole.toString();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "a,            '\"a\"'",
                "say \"hi\",   '\"say \\\"hi\\\"\"'",
                "C:\\dir,      '\"C:\\\\dir\"'",
                "`tick`,       '\"`tick`\"'",
                "결제,          '\"결제\"'"
            })
    void of_text_isThisLiteral(String text, String literal) {
        assertThat(QuotedString.of(text)).isEqualTo(literal);
    }
}
