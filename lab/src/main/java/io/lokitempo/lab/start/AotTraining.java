package io.lokitempo.lab.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the JVM's AOT cache of a program, from which its later starts load classes ready linked. It costs one more start of
 * the program, at low priority and stopped short of doing anything; where it fails, starts stay as slow as they are.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514</a>
 */
final class AotTraining {
    private static final Logger LOG = LoggerFactory.getLogger(AotTraining.class);

    private AotTraining() {}

    /** Returns when the cache is there or could not be made. */
    static void train(Program program, Map<String, String> environment, Path folder, Stages stages) {
        if (Files.exists(program.cache())) {
            return;
        }
        Path partial = program.cache().resolveSibling(program.name() + ".aot.partial");
        Map<String, String> quiet = new HashMap<>(environment);
        quiet.put("LOGGING_FILE_NAME", "");
        List<String> command = new ArrayList<>(List.of("nice", "-n", "10"));
        command.addAll(program.training(partial));
        try {
            run(program, command, partial, quiet, folder, stages);
            // Left behind where the training was broken off.
            Files.deleteIfExists(partial);
            Files.deleteIfExists(partial.resolveSibling(partial.getFileName() + ".config"));
        } catch (IOException | StartRefused e) {
            LOG.warn("no AOT cache for {}", program.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(
            Program program,
            List<String> command,
            Path partial,
            Map<String, String> environment,
            Path folder,
            Stages stages)
            throws IOException, InterruptedException {
        Leash training = stages.add(Leash.start(
                command, "KILL", Duration.ZERO, environment, folder, line -> LOG.debug("training: {}", line)));
        int status = training.await();
        if (stages.isClosed()) {
            return;
        }
        if (status == 0 && Files.exists(partial)) {
            Files.move(partial, program.cache(), StandardCopyOption.ATOMIC_MOVE);
            LOG.info("AOT cache for {} made", program.name());
        } else {
            LOG.warn("no AOT cache for {}: training ended with status {}", program.name(), status);
        }
    }
}
