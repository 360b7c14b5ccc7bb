package io.lokitempo.lab.smoke;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** The two ways agents reach an MCP server over HTTP. */
enum Connection {
    SSE("sse") {
        @Override
        @SuppressWarnings("deprecation") // The protocol deprecates it, and existing agents use it.
        McpClientTransport transport(URI server, HttpRequest.Builder request) {
            return HttpClientSseClientTransport.builder(server.toString())
                    .sseEndpoint("/sse")
                    .requestBuilder(request)
                    .build();
        }
    },
    STREAMABLE("mcp") {
        @Override
        McpClientTransport transport(URI server, HttpRequest.Builder request) {
            return HttpClientStreamableHttpTransport.builder(server.toString())
                    .endpoint("/mcp")
                    .requestBuilder(request)
                    .build();
        }
    };

    // The server promises an answer within 25 s.
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String label;

    Connection(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    abstract McpClientTransport transport(URI server, HttpRequest.Builder request);

    /** A client that is not connected yet. */
    McpSyncClient client(URI server, Optional<String> token) {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        return McpClient.sync(transport(server, request))
                .clientInfo(Implementation.builder("lokitempo-smoke", "1").build())
                .requestTimeout(LIMIT)
                .initializationTimeout(LIMIT)
                .build();
    }
}
