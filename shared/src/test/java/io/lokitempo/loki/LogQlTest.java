package io.lokitempo.loki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.upstream.GoString;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LogQlTest {
    @Test
    void matcher_oneValue_isEqual() {
        assertThat(LogQl.matcher("app", List.of("a.b\"c"))).isEqualTo("app=\"a.b\\\"c\"");
    }

    @Test
    void matcher_severalValues_isAnAlternativeOfLiterals() {
        assertThat(LogQl.matcher("app", List.of("a.b", "c|d"))).isEqualTo("app=~\"a\\\\.b|c\\\\|d\"");
    }

    @Test
    void matcher_noValue_isRefused() {
        assertThatThrownBy(() -> LogQl.matcher("app", List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    /** Java's syntax for the characters that RE2 escapes is RE2's. */
    @Property(tries = 2_000)
    void literal_anyText_matchesItAndNothingElse(
            @ForAll @StringLength(max = 20) @CharRange(from = ' ', to = '~') String text,
            @ForAll @StringLength(max = 20) @CharRange(from = ' ', to = '~') String other) {
        Pattern pattern = Pattern.compile(LogQl.literal(text));
        assertThat(pattern.matcher(text).matches()).isTrue();
        assertThat(pattern.matcher(other).matches()).isEqualTo(text.equals(other));
    }

    @Property
    void matcher_anyValues_matchExactlyThose(
            @ForAll @Size(min = 2, max = 5) List<@StringLength(max = 8) @CharRange(from = ' ', to = '~') String> values,
            @ForAll @StringLength(max = 8) @CharRange(from = ' ', to = '~') String other) {
        String matcher = LogQl.matcher("app", values);
        assertThat(matcher).startsWith("app=~\"");
        Pattern pattern = Pattern.compile(GoString.unquote(matcher.substring("app=~".length())));
        assertThat(values).allMatch(value -> pattern.matcher(value).matches());
        assertThat(pattern.matcher(other).matches()).isEqualTo(values.contains(other));
    }
}
