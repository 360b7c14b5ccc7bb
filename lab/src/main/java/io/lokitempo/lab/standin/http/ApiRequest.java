package io.lokitempo.lab.standin.http;

import com.sun.net.httpserver.Headers;

/**
 * A request as read.
 *
 * @param variable what stands in the path for the route's {@code {}}; empty where it has none
 * @param body not compressed any more
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record ApiRequest(Parameters parameters, Headers headers, String variable, byte[] body) {
    public String header(String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }
}
