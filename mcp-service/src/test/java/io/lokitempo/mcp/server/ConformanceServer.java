package io.lokitempo.mcp.server;

import io.lokitempo.mcp.McpApplication;
import org.springframework.boot.SpringApplication;

/** The service with the conformance suite's own tools beside its own; docs/protocol.md says how to run the suite. */
final class ConformanceServer {
    private ConformanceServer() {}

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(McpApplication.class, ConformanceFixtures.class);
        application.setAdditionalProfiles("conformance");
        application.run(args);
    }
}
