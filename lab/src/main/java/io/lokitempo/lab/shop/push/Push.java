package io.lokitempo.lab.shop.push;

import io.lokitempo.upstream.Credentials;
import io.lokitempo.upstream.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pushes in order, one request at a time. A server that is away or busy (no connection, 429, 5xx) is waited for however
 * long it takes, since what is pushed can wait: the caller blocks, and nothing piles up. What the server refuses is
 * counted and left behind.
 */
public final class Push<T> implements AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Endpoint endpoint;
    private final PushFormat<T> format;
    private final Duration firstPause;
    private final HttpClient http;
    private final URI address;
    private volatile PushProgress progress = PushProgress.NONE;

    public Push(Endpoint endpoint, PushFormat<T> format) {
        this(endpoint, format, Duration.ofMillis(250));
    }

    Push(Endpoint endpoint, PushFormat<T> format, Duration firstPause) {
        this.endpoint = endpoint;
        this.format = format;
        this.firstPause = firstPause;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(endpoint.timeout())
                .build();
        this.address = URI.create(endpoint.baseUrl().toString().replaceAll("/+$", "") + format.path());
    }

    public PushProgress progress() {
        return progress;
    }

    /** Returns when all were taken or refused. */
    public void push(List<T> things) throws InterruptedException {
        for (int from = 0; from < things.size(); from += format.batchSize()) {
            List<T> batch = things.subList(from, Math.min(things.size(), from + format.batchSize()));
            send(request(format.gzipped(batch)), batch.size());
        }
    }

    private void send(HttpRequest request, int count) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Duration pause = pause(attempt);
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                int status = response.statusCode();
                if (status < 300) {
                    progress = progress.delivered(count);
                    return;
                }
                String words = status + " " + shortened(response.body());
                if (status != 429 && status < 500) {
                    progress = progress.refused(count, words);
                    return;
                }
                progress = progress.retrying(words);
                pause = longer(pause, retryAfter(response));
            } catch (IOException unreachable) {
                progress = progress.retrying(address.getAuthority() + ": " + unreachable);
            }
            Thread.sleep(pause);
        }
    }

    private Duration pause(int attempt) {
        double factor = Math.pow(2, Math.min(attempt - 1, 10))
                * ThreadLocalRandom.current().nextDouble(0.75, 1.25);
        return Duration.ofMillis(Math.min(LONGEST_PAUSE.toMillis(), (long) (firstPause.toMillis() * factor)));
    }

    private static Duration retryAfter(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,4}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ZERO);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private HttpRequest request(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(endpoint.timeout())
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(body));
        switch (endpoint.credentials()) {
            case Credentials.Anonymous _ -> {}
            case Credentials.Basic(var user, var password) ->
                request.header("Authorization", "Basic " + base64(user + ":" + password.reveal()));
            case Credentials.Bearer(var token) -> request.header("Authorization", "Bearer " + token.reveal());
        }
        if (!endpoint.tenant().isDefault()) {
            request.header("X-Scope-OrgID", endpoint.tenant().value());
        }
        return request.build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String shortened(String words) {
        String line = words.strip();
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
