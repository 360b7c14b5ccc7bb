package io.lokitempo.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final Redaction REDACTION = Redaction.standard();

    /** The corpus writes ⏎ for a line's end, and + joins what scanners of repositories would take for a real secret. */
    @ParameterizedTest
    @CsvFileSource(
            resources = "/redaction/secrets.csv",
            delimiter = '\t',
            quoteCharacter = '\0',
            maxCharsPerColumn = 10_000)
    void apply_secret_isReplacedAndNothingElse(String text, String expected) {
        assertThat(REDACTION.apply(plain(text))).isEqualTo(plain(expected));
    }

    @ParameterizedTest
    @CsvFileSource(
            resources = "/redaction/harmless.csv",
            delimiter = '\t',
            quoteCharacter = '\0',
            maxCharsPerColumn = 10_000)
    void apply_harmlessText_isTheSameObject(String text) {
        String plain = plain(text);
        assertThat(REDACTION.apply(plain)).isSameAs(plain);
    }

    private static String plain(String corpus) {
        return corpus.replace("⊕", "").replace("⏎", "\n");
    }

    @Test
    void apply_privateKeyOverLines_isOneMark() {
        String key = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA " + "PRIVATE KEY-----";
        assertThat(REDACTION.apply("key: " + key + " loaded")).isEqualTo("key: [redacted:private-key] loaded");
        assertThat(REDACTION.apply(key.substring(0, 45))).isEqualTo("[redacted:private-key]");
    }

    @Property(tries = 20_000)
    void apply_twice_changesNothingMore(@ForAll("lines") String line) {
        String once = REDACTION.apply(line);
        assertThat(REDACTION.apply(once)).isEqualTo(once);
    }

    /** Quotes before it are left out: after a quote that was opened and not closed, nobody can tell names from values. */
    @Property(tries = 2_000)
    void apply_passwordAnywhere_neverSurvives(@ForAll("lines") String before, @ForAll("lines") String after) {
        String secret = "hunter2ZebraCrossing";
        String line = before.replaceAll("[\"'\\\\]", "") + " password=\"" + secret + "\" " + after;
        assertThat(REDACTION.apply(line)).doesNotContain(secret);
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.of(
                        "password",
                        "token",
                        "=",
                        ":",
                        " ",
                        "\"",
                        "\\\"",
                        "'",
                        "@",
                        "example.com",
                        "bob",
                        "://",
                        "user:",
                        "[redacted:",
                        "]",
                        "eyJ",
                        "hbGciOiJIUzI1NiJ9",
                        ".",
                        ",",
                        "AKIA",
                        "ABCDEFGHIJKLMNOP",
                        "4111",
                        "1111",
                        "-",
                        "Bearer ",
                        "a1b2c3d4e5f6",
                        "{",
                        "}",
                        "결제")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    /** What would take minutes if any rule looked at the rest of the text for each anchor. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=${",
                "password=[redacted:",
                "password='",
                "token=\\\"",
                "eyJ",
                "eyJhbGciOiJ.",
                "a@",
                "a.a@a.",
                "4111 ",
                "4111-1111-",
                "://a:",
                "Bearer ",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY-----",
                "authorization=bearer",
                "AKIA",
                "basic AAAA",
                "secret:",
                "--token "
            })
    void apply_hostileRepetition_ends(String part) {
        String text = part.repeat(200_000 / part.length());
        assertThat(REDACTION.apply(text)).isNotEmpty();
    }

    @Test
    void with_ownRule_redactsThatToo() {
        Redaction own = REDACTION.with(Rule.prefixed("badge", "EMP-", 6));
        assertThat(own.apply("EMP-004217 mailed bob@example.com, EMP-12 did not"))
                .isEqualTo("[redacted:badge] mailed [redacted:email], EMP-12 did not");
        assertThat(REDACTION.apply("EMP-004217")).isEqualTo("EMP-004217");
    }

    @Test
    void with_anchorNotLowerCaseAscii_isRefused() {
        Rule rule = new NamedSecret("password", List.of("비밀번호"), _ -> true);
        assertThatThrownBy(() -> REDACTION.with(rule)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withPatterns_own_areRedactedTooAndOnce() {
        Redaction own = REDACTION.withPatterns("badge=EMP-[0-9]{6}; any-word=(?i)secret|red[a-z]+");
        String once = own.apply("EMP-004217 and EMP-1 told a SeCrEt, password=hunter2, red reddish");

        assertThat(once)
                .isEqualTo(
                        "[redacted:badge] and EMP-1 told a [redacted:any-word], password=[redacted:password], red [redacted:any-word]");
        assertThat(own.apply(once)).isEqualTo(once);
        assertThat(REDACTION.withPatterns(" ")).isSameAs(REDACTION);
        String plain = "nothing of the kind";
        assertThat(own.apply(plain)).isSameAs(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMP-[0-9]+", "=x", "Kind=x", "kind=", "kind=[", "kind=x*", "kind=(?=x)y", "kind=(a)\\1"})
    void withPatterns_wrongOne_isRefusedByItsNumber(String pattern) {
        assertThatThrownBy(() -> REDACTION.withPatterns("badge=EMP-[0-9]{6};" + pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pattern 2: ");
    }

    /** What a backtracking engine would not come back from. */
    @Test
    void withPatterns_hostileOne_isLinear() {
        Redaction own = REDACTION.withPatterns("kind=(a+)+b");
        String text = "a".repeat(100_000);
        assertThat(own.apply(text)).isSameAs(text);
    }
}
