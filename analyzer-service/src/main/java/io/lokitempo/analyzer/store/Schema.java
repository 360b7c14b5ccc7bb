package io.lokitempo.analyzer.store;

import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Brings the schema up to date as soon as the database is there, without keeping anyone waiting, and then its partitions
 * once an hour.
 */
final class Schema implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Schema.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Flyway flyway;
    private final DayPartitions partitions;
    private final Runnable whenReady;

    private volatile String state = "not tried yet";
    private volatile boolean ready;
    private volatile @Nullable Thread migration;

    /** @param whenReady what may write from then on */
    Schema(Flyway flyway, DayPartitions partitions, Runnable whenReady) {
        this.flyway = flyway;
        this.partitions = partitions;
        this.whenReady = whenReady;
    }

    boolean isReady() {
        return ready;
    }

    /** The schema's version, or what it waits for, in words. */
    String state() {
        return state;
    }

    @Override
    public void start() {
        Thread migrating = Thread.ofVirtual().name("schema").unstarted(this::migrate);
        migration = migrating; // before it runs: it goes on for as long as this is set
        migrating.start();
    }

    @Override
    public void stop() {
        Thread running = migration;
        migration = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return migration != null;
    }

    @Scheduled(fixedRate = 1, timeUnit = java.util.concurrent.TimeUnit.HOURS)
    void keepPartitions() {
        if (ready) {
            partitions.keepUp();
        }
    }

    private void migrate() {
        Duration pause = Duration.ofMillis(500);
        while (isRunning() && !migrated()) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private boolean migrated() {
        try {
            flyway.migrate();
            partitions.keepUp();
            state = "version " + flyway.info().current().getVersion();
            ready = true;
            log.info("schema at {}", state);
            whenReady.run();
            return true;
        } catch (RuntimeException e) {
            String now = "waiting: " + firstLine(e);
            if (!now.equals(state)) {
                log.warn("the schema can not be migrated yet, will try again: {}", firstLine(e));
            }
            state = now;
            return false;
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
}
