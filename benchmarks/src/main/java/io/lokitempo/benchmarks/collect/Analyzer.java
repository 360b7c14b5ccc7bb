package io.lokitempo.benchmarks.collect;

import com.sun.management.OperatingSystemMXBean;
import io.lokitempo.analyzer.AnalyzerApplication;
import io.lokitempo.telemetry.TimeWindow;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The analyzer as it ships, in this process, with a Loki that it does not know yet. */
final class Analyzer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Duration LOOK = Duration.ofMillis(200);
    /** What the analyzer may take to start: its first window must not begin within the range. */
    private static final Duration START = Duration.ofMinutes(3);

    private final ConfigurableApplicationContext context;
    private final MeterRegistry meters;
    private final Parts parts;
    private final TimeWindow range;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Analyzer(ConfigurableApplicationContext context, Parts parts, TimeWindow range) {
        this.context = context;
        this.meters = context.getBean(MeterRegistry.class);
        this.parts = parts;
        this.range = range;
    }

    /** Starts it on a range that ended just now; it reads that and a little more, the minutes that pass meanwhile. */
    static Analyzer start(Parts parts, URI loki, int connections, TimeWindow range) {
        Map<String, Object> settings = new HashMap<>();
        parts.settings().forEach(setting -> settings.put(name(setting), value(setting)));
        settings.put("LOKI_URL", loki.toString());
        settings.put("ANALYZER_PORT", "0");
        settings.put("POLL_CONCURRENCY", connections);
        settings.put("LOG_SERVICE_LABELS", "service_name");
        settings.put("LOG_LAG", "0s");
        // As much as the machine gives: what is asked is how fast it can, not how fast it may.
        settings.put("QUERIES_PER_MINUTE", 100_000);
        Duration age = Duration.between(range.start(), Instant.now());
        settings.put("LOOKBACK", age.plus(START).toMinutes() + "m");
        settings.put("logging.level.root", "warn");
        settings.put("spring.main.register-shutdown-hook", "false");
        SpringApplication application = new SpringApplication(AnalyzerApplication.class);
        application.setDefaultProperties(settings);
        return new Analyzer(application.run(), parts, range);
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    private static String value(String setting) {
        return setting.substring(setting.indexOf('=') + 1);
    }

    /** Returns when as many lines of the range are stored. */
    Collected collect(long lines) throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (queries() == 0) {
            Thread.sleep(5);
        }
        long began = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        long polled = 0;
        long half = 0;
        long ofHalf = 0;
        long greatest = 0;
        long stored = 0;
        while (stored < lines) {
            Thread.sleep(LOOK);
            long now = System.nanoTime();
            polled = polled == 0 && read() >= lines ? now : polled;
            greatest = Math.max(greatest, usedMebibytes());
            stored = parts.lines(range.start(), range.end());
            if (half == 0 && stored >= lines / 2) {
                half = System.nanoTime();
                ofHalf = stored;
            }
            if (now > deadline) {
                throw new IllegalStateException(stored + " of " + lines + " lines were stored in " + PATIENCE);
            }
        }
        long ended = System.nanoTime();
        Duration used = Duration.ofNanos(system.getProcessCpuTime() - cpu);
        long queries = queries();
        long[] byPattern = parts.byPattern(range.start(), range.end());
        System.gc();
        return new Collected(
                lines,
                byPattern[0],
                byPattern[1],
                parts.templates(),
                Duration.ofNanos((polled == 0 ? ended : polled) - began),
                Duration.ofNanos(ended - began),
                lines - ofHalf,
                Duration.ofNanos(ended - half),
                used,
                queries,
                usedMebibytes(),
                greatest);
    }

    private long queries() {
        return meters.find("lokitempo.poll.queries").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private double read() {
        return meters.get("lokitempo.poll.lines").counter().count();
    }

    private static long usedMebibytes() {
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }

    @Override
    public void close() {
        context.close();
    }
}
