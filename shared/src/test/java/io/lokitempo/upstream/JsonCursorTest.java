package io.lokitempo.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class JsonCursorTest {
    private static JsonCursor at(String json) {
        return new JsonCursor(new JsonFactory().createParser(ObjectReadContext.empty(), json));
    }

    @Test
    void fields_valuesLeftAlone_areSkippedWhole() {
        List<String> names = new ArrayList<>();
        JsonCursor json = at("{\"a\":{\"x\":[1,{}]},\"b\":[[],[2]],\"c\":3,\"d\":\"e\",\"f\":null}");
        for (String name : json.fields()) {
            names.add(name);
        }
        assertThat(names).containsExactly("a", "b", "c", "d", "f");
    }

    @Test
    void elements_inElementsReadOrNot_areAllVisited() {
        List<String> read = new ArrayList<>();
        for (JsonCursor outer : at("[[\"1\",\"2\"],[\"3\"],[],[\"4\"]]").elements()) {
            boolean skip = read.size() == 2;
            if (!skip) {
                read.addAll(outer.list());
            } else {
                read.add("skipped");
            }
        }
        assertThat(read).containsExactly("1", "2", "skipped", "4");
    }

    @Test
    void loops_leftEarlyInside_stayInStep() {
        List<String> names = new ArrayList<>();
        JsonCursor json = at("{\"a\":{},\"b\":[],\"c\":{\"d\":\"e\"}}");
        for (String name : json.fields()) {
            names.add(name + (name.equals("b") ? json.list() : json.texts()));
        }
        assertThat(names).containsExactly("a{}", "b[]", "c{d=e}");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"12\"', 12",
        "12, 12",
        "null, 0",
        "'\"1795335216172482000\"', 1795335216172482000",
        "1795335216172482001, 1795335216172482001",
        "-1, -1"
    })
    void whole_textOrNumber_isExact(String json, long value) {
        assertThat(at(json).whole()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"1.5\"', 1.5",
        "1.5, 1.5",
        "2, 2",
        "null, 0",
        "'\"NaN\"', NaN",
        "'\"+Inf\"', Infinity",
        "'\"-Inf\"', -Infinity"
    })
    void decimal_textOrNumber_isRead(String json, Double value) {
        assertThat(at(json).decimal()).isEqualTo(value);
    }

    @Test
    void texts_scalars_areTextsAndNullIsEmpty() {
        assertThat(at("{\"a\":\"x\",\"b\":1,\"c\":true,\"d\":null,\"a\":\"again\"}")
                        .texts())
                .isEqualTo(Map.of("a", "again", "b", "1", "c", "true", "d", ""));
        assertThat(at("null").texts()).isEmpty();
        assertThat(at("null").list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"a\"", "[]", "true"})
    void fields_ofNoObject_areRefused(String json) {
        assertThatThrownBy(() -> at(json).fields()).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]"})
    void text_ofNoScalar_isRefused(String json) {
        assertThatThrownBy(() -> at(json).text()).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> at(json).whole()).isInstanceOf(JacksonException.class);
    }

    @Test
    void nesting_beyondReason_isRefused() {
        assertThatThrownBy(() -> at("{\"a\":" + "[".repeat(100_000)).fields().forEach(_ -> {}))
                .isInstanceOf(JacksonException.class);
    }
}
