package io.lokitempo.mcp.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.mcp.resource.ResourceUri.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceUriTest {
    @Property(tries = 500)
    void parse_anyName_isReadAsItWasWritten(@ForAll @NotEmpty String name) {
        String sound = name.replaceAll("\\p{Cs}", "x"); // half a character has no UTF-8
        ResourceUri uri = new ResourceUri(Kind.SERVICES, sound);

        assertThat(ResourceUri.parse(uri.toString())).contains(uri);
    }

    @Test
    void parse_list_hasNoId() {
        assertThat(ResourceUri.parse("lokitempo://incidents")).contains(ResourceUri.all(Kind.INCIDENTS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lokitempo://nothing",
                "lokitempo://incidents/",
                "lokitempo://incidents/a/b",
                "lokitempo://services/%zz",
                "https://incidents",
                ""
            })
    void parse_anythingElse_isNone(String uri) {
        assertThat(ResourceUri.parse(uri)).isEmpty();
    }
}
