package io.lokitempo.benchmarks.collect;

import io.lokitempo.loki.LogQl;
import io.lokitempo.telemetry.TimeWindow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Drains a Loki as fast as its pages come: takes the pages that the pollers take, finds each page's last time, which the
 * next one starts at, and does nothing with the lines.
 */
final class BareClient implements AutoCloseable {
    private static final int PAGE = 5_000;

    private final URI loki;
    private final JsonFactory json = new JsonFactory();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private record Page(int lines, long last) {}

    BareClient(URI loki) {
        this.loki = loki;
    }

    /** Lines that came, those twice that one page ended and the next began with. */
    long drain(List<String> services, TimeWindow range, int connections) throws Exception {
        long lines = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Long>> parts = services.stream()
                    .map(service -> threads.submit(() -> drain(service, range)))
                    .toList();
            for (Future<Long> part : parts) {
                lines += part.get();
            }
        }
        return lines;
    }

    private long drain(String service, TimeWindow range) throws IOException, InterruptedException {
        String selector = "{" + LogQl.matcher("service_name", List.of(service)) + "}";
        long lines = 0;
        long from = range.startNanos();
        while (true) {
            Page page = page(selector, from, range.endNanos());
            lines += page.lines();
            if (page.lines() < PAGE) {
                return lines;
            }
            from = Math.max(from + 1, page.last());
        }
    }

    private Page page(String selector, long from, long to) throws IOException, InterruptedException {
        URI query = URI.create(loki + "/loki/api/v1/query_range?direction=forward&limit=" + PAGE + "&start=" + from
                + "&end=" + to + "&query=" + URLEncoder.encode(selector, StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(query)
                .header("X-Loki-Response-Encoding-Flags", "categorize-labels")
                .build();
        var response = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
            return read(body);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** An entry is {@code ["time", "line", ...]}: the first text of an array within an array. */
    private Page read(InputStream body) {
        int lines = 0;
        long last = 0;
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            JsonToken earlier = JsonToken.NOT_AVAILABLE;
            JsonToken before = JsonToken.NOT_AVAILABLE;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean inArray = earlier == JsonToken.START_ARRAY || earlier == JsonToken.END_ARRAY;
                if (token == JsonToken.VALUE_STRING && before == JsonToken.START_ARRAY && inArray) {
                    last = Math.max(last, Long.parseLong(parser.getString()));
                    lines++;
                }
                earlier = before;
                before = token;
            }
        }
        return new Page(lines, last);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
