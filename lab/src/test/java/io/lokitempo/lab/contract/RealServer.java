package io.lokitempo.lab.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** The address of a real server from the environment, or the reason why its tests do not run. */
final class RealServer {
    private RealServer() {}

    static URI named(String variable) {
        String url = System.getenv().getOrDefault(variable, "");
        assumeTrue(!url.isEmpty(), variable + " is not set: no real server to hold to the contract");
        URI address = URI.create(url);
        assumeTrue(
                isLoopback(address) || "true".equals(System.getenv("CONTRACT_PUSH")),
                variable + "=" + url + " is not on this machine, and the contract pushes test data:"
                        + " set CONTRACT_PUSH=true to allow it");
        return address;
    }

    private static boolean isLoopback(URI address) {
        try {
            return InetAddress.getByName(address.getHost()).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
