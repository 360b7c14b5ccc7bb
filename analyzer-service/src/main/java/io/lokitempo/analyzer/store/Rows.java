package io.lokitempo.analyzer.store;

import io.lokitempo.topic.FindingJson;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Rows as one JSON text, which {@code json_populate_recordset(null::table, ?)} unfolds into rows of a table's own type:
 * a statement and a parameter a batch, whatever its size.
 */
final class Rows {
    private static final JsonMapper MAPPER = FindingJson.MAPPER
            .rebuild()
            .addModule(new SimpleModule("postgres").addSerializer(new StorableText()))
            .build();

    private Rows() {}

    static String json(Collection<?> rows) {
        return MAPPER.writeValueAsString(rows);
    }

    /** How PostgreSQL reads binary data from JSON. */
    static String bytes(byte[] bytes) {
        return "\\x" + HexFormat.of().formatHex(bytes);
    }

    /** One row a key, since an upsert may meet each row only once. */
    static <K, V> List<V> onePer(Function<V, K> key, BinaryOperator<V> newer, Collection<V> values) {
        Map<K, V> byKey = new LinkedHashMap<>();
        values.forEach(value -> byKey.merge(key.apply(value), value, newer));
        return List.copyOf(byKey.values());
    }

    /** PostgreSQL's text holds neither NUL nor half a surrogate pair; log lines do. Both become U+FFFD. */
    private static final class StorableText extends StdSerializer<String> {
        StorableText() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializationContext context) throws JacksonException {
            json.writeString(storable(text));
        }

        private static String storable(String text) {
            String whole = StandardCharsets.UTF_8.newEncoder().canEncode(text) ? text : paired(text);
            return whole.replace('\0', '\uFFFD');
        }

        private static String paired(String text) {
            int[] codePoints = text.codePoints()
                    .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                    .toArray();
            return new String(codePoints, 0, codePoints.length);
        }
    }
}
