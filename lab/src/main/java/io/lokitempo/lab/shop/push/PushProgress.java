package io.lokitempo.lab.shop.push;

/**
 * How pushing goes.
 *
 * @param delivered things the server took
 * @param refused things it will not take however often it is asked
 * @param retries attempts after the first
 * @param lastFailure in the server's or the network's words, empty where there was none
 */
public record PushProgress(long delivered, long refused, long retries, String lastFailure) {
    static final PushProgress NONE = new PushProgress(0, 0, 0, "");

    PushProgress delivered(int count) {
        return new PushProgress(delivered + count, refused, retries, lastFailure);
    }

    PushProgress refused(int count, String why) {
        return new PushProgress(delivered, refused + count, retries, why);
    }

    PushProgress retrying(String why) {
        return new PushProgress(delivered, refused, retries + 1, why);
    }
}
