package io.lokitempo.lab.shop.plan;

import java.util.List;

/**
 * A way to fail.
 *
 * @param type of the exception, in the service's language
 * @param line written when it happens; its message is the exception's too
 * @param status HTTP status of the answer; below 500 the caller is at fault and the span is no error
 * @param frames innermost first, {@code PgClient.approve:88}
 */
public record Fault(String type, Step.Log line, int status, List<String> frames) {
    public Fault {
        frames = List.copyOf(frames);
    }

    public boolean isError() {
        return status >= 500;
    }
}
