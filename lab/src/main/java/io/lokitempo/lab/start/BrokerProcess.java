package io.lokitempo.lab.start;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Kafka as a process of its own, so that it can die alone. */
public final class BrokerProcess {
    private static final String HEAP = "256m";
    // It starts in half the time without the JVM's second compiler, and has little to do after that.
    private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1");

    private BrokerProcess() {}

    /**
     * @param programs the folder of the programs' caches
     * @param folder holds everything; a start on the same folder goes on where the last one ended
     * @param log the file its log goes to
     */
    static Program program(Path programs, Path folder, int port, Path log) {
        List<String> arguments = List.of(folder.toString(), "" + port, log.toString());
        return Program.ofLab("kafka", programs, HEAP, FLAGS, BrokerProgram.class, arguments);
    }

    /**
     * @param folder holds everything; a start on the same folder goes on where the last one ended
     * @param log the file its log goes to
     * @param lines takes what an operator should see
     */
    public static Part launch(Path folder, int port, Path log, Consumer<String> lines) {
        return launch(program(folder, folder, port, log), lines);
    }

    static Part launch(Program program, Consumer<String> lines) {
        return LabProcess.launch("Kafka", program, Map.of(), Path.of("."), lines);
    }
}
