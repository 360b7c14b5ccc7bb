package io.lokitempo.analyzer.poll;

import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loki as far as polling asks it, in memory: pages by time, equal times in an order that changes with every answer. */
final class ModelLoki implements LogStore {
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~?)\"([^\"]*)\"");

    private final List<LogLine> lines = new CopyOnWriteArrayList<>();
    private final Random random;
    private volatile Supplier<@Nullable Reply<?>> faults = () -> null;
    private volatile @Nullable TimeWindow refused;
    private volatile String refusedService = "";
    volatile Runnable beforePage = () -> {};
    volatile int pages;
    private volatile @Nullable Duration kept;

    ModelLoki(long seed) {
        this.random = new Random(seed);
    }

    void add(LogLine line) {
        lines.add(line);
    }

    List<LogLine> lines() {
        return lines;
    }

    /** Each call ends as this says; null lets it be answered. */
    void failWith(Supplier<@Nullable Reply<?>> next) {
        faults = next;
    }

    /** Refuses to hand out lines of a service's window, though it counts them. */
    void refuse(TimeWindow window, String service) {
        refused = window;
        refusedService = service;
    }

    @Override
    public synchronized Reply<List<LogLine>> page(String selector, long startNanos, long endNanos, int limit) {
        pages++;
        beforePage.run();
        TimeWindow withheld = refused;
        if (withheld != null
                && selector.contains(refusedService)
                && startNanos < withheld.endNanos()
                && endNanos > withheld.startNanos()) {
            return new Reply.Refused<>(400, "too heavy");
        }
        List<LogLine> found = new ArrayList<>(matching(selector, startNanos, endNanos));
        Collections.shuffle(found, random);
        found.sort(Comparator.comparingLong(LogLine::timestampNanos));
        return reply(found.subList(0, Math.min(limit, found.size())));
    }

    @Override
    public Reply<List<Map<String, String>>> streams(String selector, TimeWindow window) {
        return reply(matching(selector, Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .map(LogLine::labels)
                .distinct()
                .toList());
    }

    /** Drops lines of this age from now on, as {@code drop} is called, and says so. */
    void keepFor(Duration age) {
        kept = age;
    }

    /** Drops what is too old, as Loki's compactor does. */
    void drop(Instant now) {
        Duration age = kept;
        if (age != null) {
            lines.removeIf(line -> line.time().isBefore(now.minus(age)));
        }
    }

    @Override
    public Reply<Optional<Duration>> retention() {
        return reply(Optional.ofNullable(kept));
    }

    @Override
    public Reply<Map<ServiceName, List<String>>> services(TimeWindow window) {
        return reply(matching("{}", window.startNanos(), window.endNanos()).stream()
                .map(ModelLoki::service)
                .distinct()
                .collect(Collectors.toMap(name -> name, name -> selectorsIn(name, window))));
    }

    @Override
    public Reply<List<String>> selectors(ServiceName service, TimeWindow window) {
        return reply(selectorsIn(service, window));
    }

    @Override
    public Reply<Map<ServiceName, Long>> counts(TimeWindow window) {
        return reply(matching("{}", window.startNanos(), window.endNanos()).stream()
                .collect(Collectors.groupingBy(ModelLoki::service, Collectors.counting())));
    }

    @Override
    public Reply<Long> count(List<String> selectors, TimeWindow window) {
        return reply(selectors.stream()
                .mapToLong(selector -> matching(selector, window.startNanos(), window.endNanos())
                        .size())
                .sum());
    }

    @Override
    public Reply<Map<LogLevel, Long>> levels(List<String> selectors, TimeWindow window) {
        return reply(selectors.stream()
                .flatMap(selector -> matching(selector, window.startNanos(), window.endNanos()).stream())
                .collect(Collectors.groupingBy(
                        line -> LogLevel.of(line.metadata().getOrDefault("detected_level", "")),
                        Collectors.counting())));
    }

    /** A service's name is in the better of two labels that a stream has, as the real selectors have it. */
    private static ServiceName service(LogLine line) {
        return new ServiceName(
                line.labels().getOrDefault("service_name", line.labels().getOrDefault("app", "unknown")));
    }

    private List<String> selectorsIn(ServiceName service, TimeWindow window) {
        return Stream.of("{service_name=\"" + service + "\"}", "{app=\"" + service + "\",service_name=\"\"}")
                .filter(selector -> !matching(selector, window.startNanos(), window.endNanos())
                        .isEmpty())
                .toList();
    }

    private List<LogLine> matching(String selector, long startNanos, long endNanos) {
        Predicate<LogLine> matches = line -> true;
        Matcher matcher = MATCHER.matcher(selector);
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = matcher.group(3);
            boolean regex = matcher.group(2).equals("=~");
            matches = matches.and(line -> {
                String label = line.labels().getOrDefault(name, "");
                return regex ? label.matches(value) : label.equals(value);
            });
        }
        return lines.stream()
                .filter(line -> line.timestampNanos() >= startNanos && line.timestampNanos() < endNanos)
                .filter(matches)
                .toList();
    }

    @SuppressWarnings("unchecked") // a reply that is no answer holds no value
    private <T> Reply<T> reply(T answer) {
        Reply<?> failing = faults.get();
        return failing == null ? new Reply.Answered<>(answer) : (Reply<T>) failing;
    }
}
