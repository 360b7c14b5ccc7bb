package io.lokitempo.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.upstream.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server under test, asked without the clients' help. */
record Server(URI base) {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An answer as it came. */
    record Answer(int status, String contentType, String body) {
        JsonNode json() {
            assertThat(status).as(body).isEqualTo(200);
            return JSON.readTree(body);
        }

        Answer isRefused(String message) {
            assertThat(body).isEqualTo(message);
            assertThat(status).isEqualTo(400);
            assertThat(contentType).isEqualTo("text/plain; charset=utf-8");
            return this;
        }
    }

    /** @param parameters names and values in turn */
    Answer get(String path, Object... parameters) {
        return send(request(path + "?" + encoded(parameters)).GET());
    }

    Answer postForm(String path, Object... parameters) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(parameters))));
    }

    Answer postJson(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(base + pathAndQuery));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String encoded(Object... parameters) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            pairs.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1].toString(), StandardCharsets.UTF_8));
        }
        return String.join("&", pairs);
    }

    /** The value of a call that is expected to succeed. */
    static <T> T value(Reply<T> reply) {
        assertThat(reply).isInstanceOf(Reply.Answered.class);
        return reply.answered().orElseThrow();
    }
}
