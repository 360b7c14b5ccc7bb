package io.lokitempo.mcp.server;

import io.lokitempo.mcp.McpApplication;
import java.util.Map;
import org.springframework.boot.SpringApplication;

/** The service with the conformance suite's own tools beside its own; docs/protocol.md says how to run the suite. */
final class ConformanceServer {
    private ConformanceServer() {}

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(McpApplication.class, ConformanceFixtures.class);
        application.setAdditionalProfiles("conformance");
        // The tests' class path can migrate a database; there is none here, and the service itself never does.
        application.setDefaultProperties(Map.of("spring.flyway.enabled", "false"));
        application.run(args);
    }
}
