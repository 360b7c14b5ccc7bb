package io.lokitempo.mcp.transport;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Bodies of requests and of refusals: JSON-RPC both.
 *
 * @param most bytes of a request
 */
record Bodies(McpJsonMapper json, long most) {
    /** What the specification and its SDKs use for a session that is not there. */
    static final int SESSION_NOT_FOUND = -32001;

    static final int REFUSED = -32000;

    /** Reads a request's message and answers it, or says what is wrong with it. */
    Mono<ServerResponse> answered(ServerRequest request, Function<JSONRPCMessage, Mono<ServerResponse>> answer) {
        return DataBufferUtils.join(
                        request.body(BodyExtractors.toDataBuffers()), (int) Math.min(most, Integer.MAX_VALUE))
                .map(Bodies::text)
                .defaultIfEmpty("")
                .flatMap(text -> {
                    JSONRPCMessage message;
                    try {
                        message = McpSchema.deserializeJsonRpcMessage(json, text);
                    } catch (IOException | RuntimeException _) {
                        return refusal(
                                HttpStatus.BAD_REQUEST,
                                McpSchema.ErrorCodes.PARSE_ERROR,
                                "one JSON-RPC 2.0 message is expected as the body");
                    }
                    return answer.apply(message);
                })
                .onErrorResume(
                        DataBufferLimitException.class,
                        _ -> refusal(
                                HttpStatus.CONTENT_TOO_LARGE,
                                REFUSED,
                                "a request of at most " + most + " bytes is accepted"));
    }

    private static String text(DataBuffer buffer) {
        String text = buffer.toString(StandardCharsets.UTF_8);
        DataBufferUtils.release(buffer);
        return text;
    }

    /** A refusal that every client can read: a JSON-RPC error without an id, as the request may have had none. */
    static Mono<ServerResponse> refusal(HttpStatus status, int code, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("jsonrpc", "2.0");
        body.put("id", null);
        body.put("error", Map.of("code", code, "message", message));
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body);
    }

    static Mono<ServerResponse> noSuchSession() {
        return refusal(
                HttpStatus.NOT_FOUND,
                SESSION_NOT_FOUND,
                "this session is not here: it ended, idled too long, or the server was restarted; initialize again");
    }

    static Mono<ServerResponse> tooManySessions() {
        return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header("Retry-After", "30")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of(
                        "jsonrpc",
                        "2.0",
                        "error",
                        Map.of(
                                "code",
                                REFUSED,
                                "message",
                                "as many sessions are in use as MCP_SESSIONS allows; later")));
    }
}
