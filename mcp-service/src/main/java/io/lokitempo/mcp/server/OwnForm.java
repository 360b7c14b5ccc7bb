package io.lokitempo.mcp.server;

import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import java.util.Map;

/**
 * Takes what the tools answer as fitting their schemas. The SDK would read every answer again to check it, which costs more
 * than some answers do; it is tests that check it here.
 */
final class OwnForm implements JsonSchemaValidator {
    @Override
    public ValidationResponse validate(Map<String, Object> schema, Object structuredContent) {
        return ValidationResponse.asValid(null);
    }
}
