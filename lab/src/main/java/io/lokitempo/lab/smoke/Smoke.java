package io.lokitempo.lab.smoke;

import io.lokitempo.lab.smoke.Check.Verdict;
import io.modelcontextprotocol.client.McpSyncClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Checks any installation with a real MCP client over both transports. Called by {@code ./smoke}. */
public final class Smoke {
    private static final String PRESET = "http://localhost:10002";
    private static final int REASON_WIDTH = 100;
    private static final int CONNECT_MILLIS = 5_000;

    private Smoke() {}

    /**
     * What to check.
     *
     * @param token sent as bearer token
     * @param dataExpected whether a tool that finds no data fails
     */
    record Request(URI server, Optional<String> token, boolean dataExpected) {
        static Request of(String... arguments) {
            Deque<String> rest = new ArrayDeque<>(List.of(arguments));
            URI server = URI.create(PRESET);
            Optional<String> token = Optional.empty();
            boolean dataExpected = false;
            while (!rest.isEmpty()) {
                String argument = rest.pop();
                switch (argument) {
                    case "--token" ->
                        token = Optional.of(Optional.ofNullable(rest.poll())
                                .orElseThrow(() -> new IllegalArgumentException("--token needs the token after it")));
                    case "--expect-data" -> dataExpected = true;
                    default -> server = server(argument);
                }
            }
            return new Request(server, token, dataExpected);
        }

        private static URI server(String text) {
            // Agents are configured with the URL of an endpoint, so that is what an operator has at hand.
            String base = text.replaceFirst("/(sse|mcp)?/?$", "");
            if (!base.matches("https?://[^/\\s]+(/\\S*)?")) {
                throw new IllegalArgumentException("\"" + text + "\": an http:// or https:// URL is accepted");
            }
            return URI.create(base);
        }
    }

    public static void main(String[] args) {
        try {
            System.exit(run(Request.of(args), System.out) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("smoke: " + e.getMessage() + "; see ./smoke --help");
            System.exit(2);
        }
    }

    /** Whether all is well. */
    static boolean run(Request request, PrintStream out) {
        out.println("MCP server " + request.server());
        out.printf("%-4s %-28s %-8s %6s  %s%n", "over", "what", "result", "ms", "reason");
        List<Check> checks = new ArrayList<>();
        Optional<Check> obstacle = obstacle(request.server());
        if (obstacle.isPresent()) {
            print(obstacle.get(), out);
            return false;
        }
        for (Connection connection : Connection.values()) {
            try (McpSyncClient client = connection.client(request.server(), request.token())) {
                new Tour(connection.label(), client, check -> {
                            checks.add(check);
                            print(check, out);
                        })
                        .take();
            }
        }
        long failed = count(checks, Verdict.FAILED);
        long withoutData = count(checks, Verdict.NO_DATA);
        out.printf("%d passed, %d failed, %d without data%n", count(checks, Verdict.PASSED), failed, withoutData);
        return failed == 0 && !(request.dataExpected() && withoutData > 0);
    }

    /** Looked for first, because the client over SSE takes a refused connection for a slow one. */
    private static Optional<Check> obstacle(URI server) {
        int port = server.getPort() >= 0 ? server.getPort() : "https".equals(server.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getHost(), port), CONNECT_MILLIS);
            return Optional.empty();
        } catch (IOException e) {
            String reason = "nothing answers at %s:%d (%s)".formatted(server.getHost(), port, e.getMessage());
            return Optional.of(new Check("tcp", "connect", Verdict.FAILED, 0, reason));
        }
    }

    private static void print(Check check, PrintStream out) {
        out.printf(
                "%-4s %-28s %-8s %6d  %s%n",
                check.transport(), check.name(), check.verdict().label(), check.millis(), cut(check.reason()));
    }

    private static String cut(String reason) {
        return reason.length() <= REASON_WIDTH ? reason : reason.substring(0, REASON_WIDTH - 3) + "...";
    }

    private static long count(List<Check> checks, Verdict verdict) {
        return checks.stream().filter(check -> check.verdict() == verdict).count();
    }
}
