package io.lokitempo.lab.start;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Kafka in this JVM: one node that is broker and controller, on loopback. Its folder holds everything; a start on the
 * same folder goes on where the last one ended.
 */
public final class Broker implements AutoCloseable {
    private static final int NODE = 1;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private Broker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /** Returns when clients can connect. */
    public static Broker start(Path folder, int port) {
        KafkaConfig config = new KafkaConfig(config(folder, port));
        KafkaRaftServer server;
        try {
            formatIfNew(folder);
            server = new KafkaRaftServer(config, Time.SYSTEM);
        } catch (Exception e) {
            throw new StartRefused("Kafka cannot use " + folder + ": " + e.getMessage(), e);
        }
        try {
            server.startup();
            return new Broker(server, "127.0.0.1:" + port);
        } catch (RuntimeException e) {
            // Its threads would keep this process alive.
            server.shutdown();
            throw new StartRefused("Kafka did not start: " + e.getMessage(), e);
        }
    }

    private static void formatIfNew(Path folder) throws Exception {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .run();
    }

    private static Properties config(Path folder, int port) {
        int controllerPort = Ports.free();
        Map<String, Object> config = new HashMap<>();
        config.put("process.roles", "broker,controller");
        config.put("node.id", NODE);
        config.put("listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.put("controller.listener.names", "CONTROLLER");
        config.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        config.put("log.dirs", folder);
        // One node holds every replica there can be.
        config.put("offsets.topic.replication.factor", 1);
        config.put("transaction.state.log.replication.factor", 1);
        config.put("transaction.state.log.min.isr", 1);
        config.put("share.coordinator.state.topic.replication.factor", 1);
        config.put("share.coordinator.state.topic.min.isr", 1);
        // Sized for one machine: the presets make 100 internal partitions and a 128 MiB cleaner buffer.
        config.put("offsets.topic.num.partitions", 4);
        config.put("transaction.state.log.num.partitions", 4);
        config.put("log.cleaner.dedupe.buffer.size", 16L << 20);
        config.put("log.index.size.max.bytes", 1 << 20);
        config.put("num.network.threads", 2);
        config.put("num.io.threads", 4);
        config.put("group.initial.rebalance.delay.ms", 0);
        // Services make their topics themselves, with the partitions they need; a misspelt one must not appear
        // silently.
        config.put("auto.create.topics.enable", false);
        Properties properties = new Properties();
        config.forEach((name, value) -> properties.setProperty(name, value.toString()));
        return properties;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
