package io.lokitempo.upstream;

import java.util.HashMap;
import java.util.Map;

/** The headers that every request to an endpoint carries. */
final class RequestHeaders {
    private RequestHeaders() {}

    /**
     * @param more headers of the API asked
     * @throws IllegalArgumentException where a token cannot stand in a header; its text is not shown
     */
    static Map<String, String> of(Endpoint endpoint, String agent, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("User-Agent", agent);
        headers.put("Accept", "application/json");
        if (!endpoint.tenant().isDefault()) {
            headers.put("X-Scope-OrgID", endpoint.tenant().value());
        }
        switch (endpoint.credentials()) {
            case Credentials.Anonymous _ -> {}
            case Credentials.Basic basic -> headers.put("Authorization", "Basic " + ServerWords.encoded(basic));
            case Credentials.Bearer(Secret token) -> {
                if (!token.reveal().matches("[!-~]+")) {
                    throw new IllegalArgumentException("the token holds characters that no HTTP header can carry");
                }
                headers.put("Authorization", "Bearer " + token.reveal());
            }
        }
        return Map.copyOf(headers);
    }
}
