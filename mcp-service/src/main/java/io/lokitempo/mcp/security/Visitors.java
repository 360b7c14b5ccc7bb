package io.lokitempo.mcp.security;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts and web pages are answered. A page of another site, whose name was pointed at this machine, could otherwise
 * call a server that only this machine is meant to reach: "DNS rebinding", against which MCP asks for both checks.
 *
 * @param hosts names that are answered; {@code *} for any
 * @param origins pages' origins that are answered
 */
record Visitors(List<String> hosts, List<String> origins) {
    Visitors {
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        origins =
                origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
    }

    /** @param host as it was sent, with or without a port; null where none was */
    boolean mayAskFor(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = withoutPort(host.toLowerCase(Locale.ROOT));
        return isLoopback(name) || hosts.contains("*") || hosts.contains(name);
    }

    /** @param origin as it was sent; null where none was, as programs that are no browser do */
    boolean mayComeFrom(@Nullable String origin) {
        if (origin == null) {
            return true;
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        if (origins.contains(lower) || origins.contains("*")) {
            return true;
        }
        try {
            String host = URI.create(lower).getHost();
            return host != null && isLoopback(host);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isLoopback(String name) {
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.matches("127(\\.\\d{1,3}){3}");
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
