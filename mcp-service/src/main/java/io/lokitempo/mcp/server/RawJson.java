package io.lokitempo.mcp.server;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/** JSON that is written already, and only has to be put where it belongs. */
record RawJson(String text) implements JacksonSerializable {
    @Override
    public void serialize(JsonGenerator json, SerializationContext context) {
        json.writeRawValue(text);
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializationContext context, TypeSerializer types) {
        serialize(json, context);
    }
}
