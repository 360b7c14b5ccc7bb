package io.lokitempo.analyzer.poll;

import io.lokitempo.upstream.Reply;

/** How one attempt to bring a source forward ended. */
sealed interface Step {
    Step NOTHING = new Nothing();
    Step MOVED = new Moved();

    /** There was nothing to do, or this source must wait. */
    record Nothing() implements Step {}

    record Moved() implements Step {}

    /**
     * The server answered, and will not answer this however often it is asked.
     *
     * @param words of the server
     */
    record Refused(String words) implements Step {}

    /** @param words of the server, or why none came */
    record Unavailable(String words) implements Step {}

    /**
     * What a call that was not answered means. A query that is wrong, too much or answered in part stays so; any other
     * status may come from a proxy, a sign-in or a restart, and may pass.
     *
     * @throws IllegalArgumentException where it was answered
     */
    static Step failed(Reply<?> reply) {
        return switch (reply) {
            case Reply.Answered<?> _ -> throw new IllegalArgumentException("an answer is no failure");
            case Reply.Refused<?>(int status, String words)
            when status == 200 || status == 400 || status == 422 -> new Refused(words);
            case Reply.Refused<?>(int status, String words) -> new Unavailable(status + " " + words);
            case Reply.Unavailable<?>(Reply.Reason _, String words) -> new Unavailable(words);
        };
    }
}
