package io.lokitempo.lab.standin.http;

/** A request that is not answered: the status and the bare text that the real server sends. */
public final class Refusal extends RuntimeException {
    private final int status;
    private final String words;

    public Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
        this.words = message;
    }

    public static Refusal badRequest(String message) {
        return new Refusal(400, message);
    }

    /** What the client reads. */
    public String words() {
        return words;
    }

    public int status() {
        return status;
    }
}
