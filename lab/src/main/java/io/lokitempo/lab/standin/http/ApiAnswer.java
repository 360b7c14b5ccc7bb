package io.lokitempo.lab.standin.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What goes back to the client.
 *
 * @param contentType null sends none, as Go does with an empty body
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the socket once, never compared
public record ApiAnswer(int status, @Nullable String contentType, byte[] body) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TEXT = "text/plain; charset=utf-8";

    public static ApiAnswer json(String contentType, JsonNode body) {
        return new ApiAnswer(200, contentType, JSON.writeValueAsBytes(body));
    }

    public static ApiAnswer text(int status, String body) {
        return new ApiAnswer(status, TEXT, body.getBytes(StandardCharsets.UTF_8));
    }

    public static ApiAnswer empty(int status) {
        return new ApiAnswer(status, null, new byte[0]);
    }

    public boolean isError() {
        return status >= 400;
    }
}
