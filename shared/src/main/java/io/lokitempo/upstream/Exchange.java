package io.lokitempo.upstream;

import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * One attempt at one request: sends it, reads the answer while it arrives, and says how that ended. Where a GET's
 * connection is closed without a byte the JDK itself sends it once more, since it cannot know a stale connection from a
 * server that gave up; a request sent as a form is not repeated.
 */
final class Exchange implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Longer parameters go as a form in the body: many proxies refuse request lines of more than 8 KiB. */
    private static final int MAX_QUERY_CHARACTERS = 4_096;

    private final JsonFactory json = new JsonFactory();
    private final String server;
    private final Endpoint endpoint;
    private final Map<String, String> headers;
    private final long maxBodyBytes;
    private final ServerWords words;
    private final Failures failures;
    private final HttpClient http;

    /** @param server its name and place, for messages */
    Exchange(String server, Endpoint endpoint, Map<String, String> headers, long maxBodyBytes) {
        this.server = server;
        this.endpoint = endpoint;
        this.headers = headers;
        this.maxBodyBytes = maxBodyBytes;
        words = new ServerWords(endpoint.credentials());
        failures = new Failures(server, endpoint.timeout());
        Duration timeout = endpoint.timeout();
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** What a server says without being asked for an answer. */
    record Greeting(int status, String text, Optional<Instant> date) {}

    <T> Attempt<T> attempt(Request request, AnswerReader<T> reader) {
        return send(request, response -> {
            boolean success = response.statusCode() / 100 == 2;
            return success && !ServerWords.isHtml(response.headers())
                    ? Attempt.last(answer(response.body(), reader))
                    : failures.read(response.statusCode(), response.headers(), words.of(response.body()));
        });
    }

    /** One request whose every status is an answer. */
    Reply<Greeting> greeting(Request request) {
        Attempt<Greeting> attempt = send(request, response -> {
            String text = words.of(response.body());
            return ServerWords.isHtml(response.headers())
                    ? failures.read(response.statusCode(), response.headers(), text)
                    : Attempt.last(new Answered<>(
                            new Greeting(response.statusCode(), text, ServerWords.date(response.headers(), "Date"))));
        });
        return attempt.reply();
    }

    private interface ResponseReader<T> {
        Attempt<T> read(HttpResponse<InputStream> response) throws IOException;
    }

    private <T> Attempt<T> send(Request request, ResponseReader<T> reader) {
        try (Deadline deadline = Deadline.in(endpoint.timeout())) {
            HttpResponse<InputStream> response = http.send(http(request), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                deadline.ends(body);
                return reader.read(response);
            } catch (IOException | JacksonException | IllegalArgumentException e) {
                return deadline.isPast() ? timedOut() : broken(e);
            }
        } catch (HttpConnectTimeoutException _) {
            return Attempt.repeatable(Reason.UNREACHABLE, server + ": no connection in time");
        } catch (HttpTimeoutException _) {
            return timedOut();
        } catch (ConnectException | NoRouteToHostException | SSLException e) {
            return Attempt.repeatable(Reason.UNREACHABLE, server + ": no connection: " + cause(e));
        } catch (ProtocolException e) {
            return Attempt.last(Reason.UNREADABLE, server + ": not an HTTP answer: " + cause(e));
        } catch (IOException e) {
            return Attempt.last(
                    Reason.CUT_OFF,
                    server
                            + ": the connection was closed before an answer, which is how a query that is too heavy ends: "
                            + "narrow its range or its selector (" + cause(e) + ")");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Attempt.last(Reason.TIMEOUT, server + ": the call was interrupted");
        }
    }

    private HttpRequest http(Request request) {
        String base = endpoint.baseUrl().toString().replaceFirst("/+$", "") + request.path();
        String form = request.form();
        HttpRequest.Builder http = HttpRequest.newBuilder().timeout(endpoint.timeout());
        headers.forEach(http::setHeader);
        request.headers().forEach(http::setHeader);
        return form.length() <= MAX_QUERY_CHARACTERS
                ? http.uri(URI.create(form.isEmpty() ? base : base + "?" + form))
                        .build()
                : http.uri(URI.create(base))
                        .setHeader("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build();
    }

    private <T> Answered<T> answer(InputStream body, AnswerReader<T> reader) throws IOException {
        BoundedBody bounded = new BoundedBody(body, maxBodyBytes);
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), bounded)) {
            Answered<T> answer = reader.read(new JsonCursor(parser));
            bounded.transferTo(OutputStream.nullOutputStream()); // or the connection could not serve the next call
            return answer;
        }
    }

    private <T> Attempt<T> timedOut() {
        return Attempt.last(
                Reason.TIMEOUT,
                server + ": no whole answer within " + endpoint.timeout().toMillis()
                        + " ms: narrow the query or allow it more time");
    }

    private <T> Attempt<T> broken(Exception e) {
        return switch (e instanceof JacksonIOException wrapped ? wrapped.getCause() : e) {
            case BoundedBody.TooLarge large -> Attempt.last(Reason.UNREADABLE, server + ": " + cause(large));
            case IOException io ->
                Attempt.repeatable(
                        Reason.CUT_OFF,
                        server + ": the connection was closed in the middle of the answer: " + cause(io));
            case null, default ->
                Attempt.last(
                        Reason.UNREADABLE,
                        words.shown(server + ": the answer is not what this API returns: " + cause(e)));
        };
    }

    private static String cause(Exception e) {
        String message = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
