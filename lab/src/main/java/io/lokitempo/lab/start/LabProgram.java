package io.lokitempo.lab.start;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** What the main classes of the lab's own processes have in common. */
final class LabProgram {
    static final String READY = "ready";
    static final String REFUSED = "cannot start: ";
    /** The system property that has the process end as soon as it is ready. */
    static final String LESSON = "lokitempo.lesson";

    private LabProgram() {}

    /**
     * Starts a part, says that it is ready, and closes it when this process is asked to end; an exception ends the
     * process with one line.
     *
     * @param log everything goes to this file, problems also to the launcher
     */
    static void run(Path log, Callable<AutoCloseable> start) {
        LabLog.install(log, (_, line) -> System.out.println(line));
        try {
            AutoCloseable part = start.call();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(part), "stop"));
            System.out.println(READY);
            if (Boolean.getBoolean(LESSON)) {
                System.exit(0);
            }
        } catch (Exception e) {
            System.out.println(REFUSED + reason(e));
            // A part that half started may have threads that would keep this process.
            Runtime.getRuntime().halt(1);
        }
    }

    private static String reason(Exception e) {
        String words =
                e instanceof StartRefused || e instanceof IllegalArgumentException ? e.getMessage() : e.toString();
        return String.valueOf(words).replace("\n", "; ");
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.out.println("did not stop cleanly: " + e);
        }
    }
}
