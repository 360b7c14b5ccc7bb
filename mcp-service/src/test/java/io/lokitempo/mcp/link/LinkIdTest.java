package io.lokitempo.mcp.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkIdTest {
    private static final TimeWindow WINDOW =
            new TimeWindow(Instant.parse("2026-11-22T14:00:00Z"), Instant.parse("2026-11-22T14:27:10.123Z"));

    private static String id(Target target) {
        return LinkId.of(target).orElseThrow();
    }

    @Property(tries = 300)
    void read_ofAnyQuery_givesItBack(@ForAll @StringLength(max = 200) String query) {
        // A lone half of a surrogate pair is no text that could be sent.
        String text = query.codePoints()
                .filter(c -> c < 0xd800 || c > 0xdfff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        LinkId.of(new Target.Logs(text, WINDOW))
                .ifPresent(id -> assertThat(LinkId.read(id)).contains(new Target.Logs(text, WINDOW)));
        assertThat(LinkId.read(id(new Target.Traces("{ name = \"a\" }", WINDOW))))
                .contains(new Target.Traces("{ name = \"a\" }", WINDOW));
    }

    @Test
    void read_traceAndService_givesThemBack() {
        Target trace = new Target.Trace(TraceId.of("4bf92f3577b34da6a3ce929d0e0e4736"), WINDOW);
        Target service = new Target.Service(new ServiceName("결제"), WINDOW);

        assertThat(LinkId.read(id(trace))).contains(trace);
        assertThat(LinkId.read(id(service))).contains(service);
        assertThat(id(trace)).hasSizeLessThan(40);
    }

    @Test
    void of_usualQuery_isShort() {
        String query = "{service_name=\"checkout\"} |= \"timeout\" | detected_level=~\"(?i)error|err|severe\"";

        assertThat(id(new Target.Logs(query, WINDOW))).hasSizeLessThan(60);
    }

    @Test
    void of_queryThatMakesNoShortLink_isEmpty() {
        StringBuilder query = new StringBuilder("{a=\"b\"}");
        new java.util.Random(1).ints(900, 33, 126).forEach(c -> query.append((char) c));

        assertThat(LinkId.of(new Target.Logs(query.toString(), WINDOW))).isEmpty();
    }

    @Test
    void read_finding_isItsOwnId() {
        assertThat(LinkId.read("inc-8k2q4d")).contains(new Target.Finding("inc-8k2q4d"));
        assertThat(LinkId.read("ano-8k2q4d7x")).contains(new Target.Finding("ano-8k2q4d7x"));
    }

    /** Handed out once, followed for ever: this id must be read by every later version. */
    @Test
    void read_idOfTheFirstVersion_isStillRead() {
        assertThat(LinkId.read("lgP65nKA0q79jQ-MmZ6QmZ-eXlgAVgtwEsgTEAwCwRQ"))
                .contains(new Target.Logs("{service_name=\"checkout\"} |= \"timeout\"", WINDOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "l",
                "x",
                "inc-",
                "inc-../../x",
                "//evil.example",
                "https:%2F%2Fevil.example",
                "lAAAA",
                "l!!!!"
            })
    void read_whatIsNoId_isEmpty(String id) {
        assertThat(LinkId.read(id)).isEmpty();
    }

    @Test
    void read_cutOrAlteredId_isEmpty() {
        String id = id(new Target.Logs("{service_name=\"checkout\"}", WINDOW));

        for (int length = 0; length < id.length(); length++) {
            assertThat(LinkId.read(id.substring(0, length))).isEmpty();
        }
        assertThat(LinkId.read("s" + id.substring(1))).isEmpty();
    }

    @Test
    void read_textThatInflatesWithoutEnd_isEmpty() {
        assertThat(LinkId.of(new Target.Logs("a".repeat(100_000), WINDOW)).flatMap(LinkId::read))
                .isEmpty();
    }
}
