package io.lokitempo.benchmarks.lab;

import io.lokitempo.benchmarks.lab.Tape.Entry;
import io.lokitempo.finding.Scope;
import io.lokitempo.lab.shop.Feed;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.topic.FindingJson;
import io.lokitempo.topic.Topic;
import io.lokitempo.truth.Reduction;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** A shop's telemetry, reduced as the pollers reduce it, as records of their topics. */
final class Recording implements Reduction.Output {
    static final Scope SCOPE = new Scope(TenantId.DEFAULT, Scope.backendOf("lab", "lab"));

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Consumer<Entry> out;

    private Recording(Consumer<Entry> out) {
        this.out = out;
    }

    static void of(Course course, Consumer<Entry> out) {
        Reduction reduction = new Reduction(SCOPE, new Recording(out));
        Instant start = course.window().start();
        Feed feed = course.shop().feed(start);
        for (Instant minute = start; minute.isBefore(course.window().end()); minute = minute.plus(MINUTE)) {
            TimeWindow window = new TimeWindow(minute, minute.plus(MINUTE));
            reduction.read(window, feed.advanceTo(window.end().plus(Reduction.LAG)));
        }
    }

    @Override
    public <V> void put(Topic<V> topic, String key, TimeWindow window, V value) {
        out.accept(new Entry(topic.name(), key, window.end(), FindingJson.MAPPER.writeValueAsString(value)));
    }
}
