package io.lokitempo.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.upstream.GoString;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceQlTest {
    @ParameterizedTest
    @CsvSource({
        "resource, service.name,       resource.service.name",
        "span,     http.request-id,    span.http.request-id",
        "'',       http.route,         .http.route",
        "span,     a b,                span.\"a b\"",
        "span,     x=y}{,              span.\"x=y}{\"",
        "span,     1st,                span.\"1st\"",
        "span,     결제,                span.\"결제\"",
    })
    void attribute_name_isQuotedWhereItMust(String scope, String name, String expected) {
        assertThat(TraceQl.attribute(scope, name)).isEqualTo(expected);
    }

    @Property(tries = 2_000)
    void attribute_anyName_isBareOrALiteral(@ForAll String name) {
        String written = TraceQl.attribute("span", name).substring("span.".length());
        if (written.startsWith("\"")) {
            assertThat(TraceQl.quoted(name)).isEqualTo(written);
            assertThat(GoString.unquote(written)).hasSize(name.length());
        } else {
            assertThat(written).isEqualTo(name).matches("[A-Za-z_][A-Za-z0-9_./-]*");
        }
    }
}
