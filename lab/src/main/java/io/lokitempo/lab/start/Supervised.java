package io.lokitempo.lab.start;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A part kept running: launched again when it dies, in the same place, while everything else goes on. */
final class Supervised implements AutoCloseable {
    private final String label;
    private final Supplier<? extends Part> launch;
    private final Console console;
    private Part part;
    private boolean stopping;

    /**
     * Launches the part.
     *
     * @param label of its lines on the console
     */
    Supervised(String label, Supplier<? extends Part> launch, Console console) {
        this.label = label;
        this.launch = launch;
        this.console = console;
        this.part = launch.get();
    }

    /** Returns when the part can be used; what keeps it from that at the first start is final. */
    void awaitReady() throws InterruptedException {
        current().awaitReady();
    }

    /** Launches it again whenever it ends, until that happens too often; then says so and returns. */
    void keepAlive(Consumer<String> giveUp) {
        Deaths deaths = new Deaths();
        try {
            String ending = ending(current());
            while (!isStopping()) {
                deaths.count();
                if (deaths.areTooMany()) {
                    giveUp.accept("%s ended %s, the last time it %s".formatted(label, deaths, ending));
                    return;
                }
                console.say(label, ending + ": is started again");
                Thread.sleep(deaths.pause());
                ending = liveAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lives through one more life, and tells how it ended. */
    private String liveAgain() throws InterruptedException {
        try {
            Part again = relaunch();
            if (again == null) {
                return "was stopped";
            }
            awaitBack(again);
            return ending(again);
        } catch (StartRefused e) {
            return "cannot be started: " + e.getMessage();
        }
    }

    private void awaitBack(Part again) throws InterruptedException {
        try {
            again.awaitReady();
            console.say(label, "is back");
        } catch (StartRefused e) {
            // One that is slow, as after a crash with much to read, is left to it.
            if (!isStopping()) {
                console.say(label, String.valueOf(e.getMessage()));
            }
        }
    }

    private static String ending(Part part) throws InterruptedException {
        return "ended with status " + part.await();
    }

    private synchronized @Nullable Part relaunch() {
        if (stopping) {
            return null;
        }
        part = launch.get();
        return part;
    }

    private synchronized Part current() {
        return part;
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    @Override
    public void close() {
        Part last;
        synchronized (this) {
            stopping = true;
            last = part;
        }
        last.close();
    }
}
