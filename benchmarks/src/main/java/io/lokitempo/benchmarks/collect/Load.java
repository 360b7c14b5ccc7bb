package io.lokitempo.benchmarks.collect;

import io.lokitempo.lab.shop.push.Push;
import io.lokitempo.lab.shop.push.PushFormat;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Endpoint;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What is pushed into a Loki before it is drained.
 *
 * @param lines evenly over the range and over the services
 * @param services with two streams each
 * @param templates of all services together
 */
record Load(int lines, int services, int templates) {
    private static final int BATCH = 20_000;

    /** Returns when the server has taken all of it. */
    void push(URI loki, TimeWindow range) throws InterruptedException {
        List<Vocabulary> vocabularies = new ArrayList<>();
        for (int service = 0; service < services; service++) {
            vocabularies.add(new Vocabulary(Math.max(1, templates / services), new Random(service)));
        }
        Random random = new Random(42);
        long step = range.length().toNanos() / lines;
        try (Push<LogLine> push = new Push<>(Endpoint.at(loki), PushFormat.LOKI)) {
            List<LogLine> batch = new ArrayList<>(BATCH);
            for (int i = 0; i < lines; i++) {
                batch.add(line(random.nextInt(services), range.startNanos() + i * step, vocabularies, random));
                if (batch.size() == BATCH || i == lines - 1) {
                    push.push(batch);
                    batch.clear();
                }
            }
            if (push.progress().refused() > 0) {
                throw new IllegalStateException("Loki refused lines: " + push.progress());
            }
        }
    }

    private static LogLine line(int service, long at, List<Vocabulary> vocabularies, Random random) {
        Instant time = Nanos.toInstant(at);
        String text = vocabularies.get(service).line(random, time.toString());
        Map<String, String> labels =
                Map.of("service_name", "service-" + service, "pod", "service-" + service + "-" + random.nextInt(2));
        Map<String, String> metadata = random.nextInt(4) == 0
                ? Map.of("trace_id", "%016x%016x".formatted(random.nextLong(), random.nextLong()))
                : Map.of();
        return new LogLine(at, text, labels, metadata);
    }
}
