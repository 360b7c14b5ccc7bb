package io.lokitempo.lab.start;

/** The start cannot go on; the message is one line for the operator and says what would help. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartRefused(String message) {
        super(message);
    }

    StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
