package io.lokitempo.lab.fault;

import io.lokitempo.lab.start.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A part that is killed, frozen, and launched again in its place. Not for use by several threads at once. */
final class Kept implements AutoCloseable {
    private final String name;
    private final Supplier<? extends Part> launch;
    private Part part;
    private int ownDeaths;

    Kept(String name, Supplier<? extends Part> launch) {
        this.name = name;
        this.launch = launch;
        this.part = launch.get();
    }

    String name() {
        return name;
    }

    void awaitReady() throws InterruptedException {
        part.awaitReady();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        begun().ifPresent(ProcessHandle::destroyForcibly);
        part.await();
    }

    /** Ends it, and launches it again after a while; it may not be ready yet when this returns. */
    void killFor(Duration away) throws InterruptedException {
        kill();
        Thread.sleep(away);
        part = launch.get();
    }

    /** Stops it where it stands, and lets it go on after a while. */
    void freezeFor(Duration time) throws InterruptedException {
        signal("STOP");
        try {
            Thread.sleep(time);
        } finally {
            signal("CONT");
        }
    }

    /** The process, once it has begun; empty where it has ended. */
    private Optional<ProcessHandle> begun() throws InterruptedException {
        Optional<ProcessHandle> process = part.process();
        while (process.isEmpty() && part.isAlive()) {
            Thread.sleep(10);
            process = part.process();
        }
        return process;
    }

    private void signal(String signal) throws InterruptedException {
        long pid = begun().map(ProcessHandle::pid).orElse(0L);
        if (pid == 0) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-s", signal, "" + pid).start().waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new IllegalStateException("no kill on this system", e);
        }
    }

    /** Launches it again where it ended by itself, as a supervisor does. */
    void revive() {
        if (!part.isAlive()) {
            ownDeaths++;
            part.close();
            part = launch.get();
        }
    }

    /** How often it ended without having been killed. */
    int ownDeaths() {
        return ownDeaths;
    }

    @Override
    public void close() {
        part.close();
    }
}
