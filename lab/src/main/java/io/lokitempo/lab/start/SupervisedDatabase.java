package io.lokitempo.lab.start;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** PostgreSQL kept running: started again when it dies, on the same data and port, while everything else goes on. */
final class SupervisedDatabase implements AutoCloseable {
    private final Supplier<Database> start;
    private final Console console;
    private Database database;
    private boolean stopping;

    /** Returns when the database can be used. */
    SupervisedDatabase(Supplier<Database> start, Console console) {
        this.start = start;
        this.console = console;
        this.database = start.get();
    }

    /** For JDBC. */
    synchronized String url() {
        return database.url();
    }

    private synchronized Database current() {
        return database;
    }

    /** Starts it again whenever it ends, until that happens too often or it does not start; then says so and returns. */
    void keepAlive(Consumer<String> giveUp) {
        Deaths deaths = new Deaths();
        try {
            while (true) {
                int status = current().await();
                deaths.count();
                if (isStopping()) {
                    return;
                }
                if (deaths.areTooMany()) {
                    giveUp.accept("PostgreSQL ended " + deaths + ", the last time with status " + status);
                    return;
                }
                console.say("postgres", "ended with status " + status + ": started again");
                Thread.sleep(deaths.pause());
                restart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StartRefused e) {
            giveUp.accept("PostgreSQL cannot be started again: " + e.getMessage());
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized void restart() {
        if (!stopping) {
            database = start.get();
            console.say("postgres", "is back");
        }
    }

    @Override
    public synchronized void close() {
        stopping = true;
        database.close();
    }
}
