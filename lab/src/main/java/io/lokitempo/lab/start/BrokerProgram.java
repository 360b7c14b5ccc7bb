package io.lokitempo.lab.start;

import java.nio.file.Path;

/** Kafka as a process. Arguments: its folder, its port, its log file. */
final class BrokerProgram {
    private BrokerProgram() {}

    public static void main(String[] args) {
        LabProgram.run(Path.of(args[2]), () -> Broker.start(Path.of(args[0]), Integer.parseInt(args[1])));
    }
}
