package io.lokitempo.upstream;

import io.lokitempo.upstream.Reply.Reason;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.Reply.Unavailable;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;

/**
 * What a status other than 2xx means: whose fault it is, and whether to try again.
 *
 * @param server its name and place, for messages
 * @param longestPause that is worth waiting for where the server asks for one
 */
record Failures(String server, Duration longestPause) {
    /** @param text the body's beginning, without secrets */
    <T> Attempt<T> read(int status, HttpHeaders headers, String text) {
        boolean html = ServerWords.isHtml(headers) || ServerWords.isHtml(text);
        String said = html ? "an HTML page" + ServerWords.title(text) + ", which is a proxy's word" : text;
        String message = said.isEmpty() ? "HTTP " + status + " without a word" : said;
        String told = server + ": HTTP " + status + ": " + message;
        if (status == 429) {
            return afterPause(Reason.RATE_LIMITED, told, headers);
        }
        if (status >= 500) {
            return afterPause(Reason.SERVER_ERROR, told, headers);
        }
        if (status / 100 == 3) {
            String place = ServerWords.place(headers.firstValue("Location").orElse(""));
            return Attempt.last(
                    Reason.UNREADABLE, told + "; it redirects to " + place + ", and redirects are not followed");
        }
        boolean refused = status >= 400 && (!html || status == 401 || status == 403);
        return Attempt.last(refused ? new Refused<>(status, message) : new Unavailable<>(Reason.UNREADABLE, told));
    }

    private <T> Attempt<T> afterPause(Reason reason, String message, HttpHeaders headers) {
        Duration pause = pause(headers);
        boolean tooLong = pause.compareTo(longestPause) > 0;
        String told = tooLong ? message + " (asks for a pause of " + pause.toSeconds() + " s)" : message;
        return new Attempt<>(new Unavailable<>(reason, told), !tooLong, pause);
    }

    /** Retry-After: seconds or a date. */
    private static Duration pause(HttpHeaders headers) {
        String after = headers.firstValue("Retry-After").orElse("0").strip();
        if (after.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(after));
        }
        Duration until = ServerWords.date(headers, "Retry-After")
                .map(time -> Duration.between(Instant.now(), time))
                .orElse(Duration.ZERO);
        return until.isNegative() ? Duration.ZERO : until;
    }
}
