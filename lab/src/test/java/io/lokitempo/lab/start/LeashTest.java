package io.lokitempo.lab.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeashTest {
    @TempDir
    Path folder;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Test
    void output_isForwardedFromBothStreamsInTheGivenEnvironmentAndFolder() throws Exception {
        try (Leash leash = start("echo $GREETING; pwd -P >&2; exit 7", Duration.ofSeconds(5))) {
            assertThat(leash.await()).isEqualTo(7);
            assertThat(List.of(line(), line()))
                    .containsExactly("hello", folder.toRealPath().toString());
        }
    }

    @Test
    void close_asksWithTheSignal() throws Exception {
        Leash leash = start(
                "trap 'echo asked; exit 0' TERM; echo ready; while :; do sleep 0.05; done", Duration.ofSeconds(20));
        assertThat(line()).isEqualTo("ready");

        leash.close();

        assertThat(line()).isEqualTo("asked");
        assertThat(leash.await()).isZero();
    }

    @Test
    void close_killsWhatDoesNotListenAndItsChildren() throws Exception {
        Leash leash = start("trap '' TERM; sleep 600 & echo $$; echo $!; wait; sleep 600", Duration.ofSeconds(1));
        List<String> pids = List.of(line(), line());

        leash.close();

        assertThat(leash.isAlive()).isFalse();
        for (String pid : pids) {
            await().until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        }
    }

    @Test
    void held_isTheCommandAndNotItsShell() throws Exception {
        try (Leash leash = start("echo $$; exec sleep 600", Duration.ofSeconds(1))) {
            long pid = Long.parseLong(line());
            await().until(() -> leash.held().map(ProcessHandle::pid).equals(Optional.of(pid)));

            leash.held().ifPresent(ProcessHandle::destroyForcibly);

            assertThat(leash.await()).isEqualTo(137);
            assertThat(leash.held()).isEmpty();
        }
    }

    @Test
    void process_endsWhenItsParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .start();
        Thread.ofVirtual().start(() -> parent.inputReader().lines().forEach(lines::add));
        long child = Long.parseLong(line());
        assertThat(ProcessHandle.of(child)).isPresent();

        parent.destroyForcibly().waitFor();

        await().until(() -> ProcessHandle.of(child).isEmpty());
    }

    // TERM: where the tests run in the background, INT is ignored, and bash can set no trap for what it finds ignored.
    private Leash start(String script, Duration grace) {
        return Leash.start(
                List.of("bash", "-c", script), "TERM", grace, Map.of("GREETING", "hello"), folder, lines::add);
    }

    private String line() throws InterruptedException {
        @Nullable String line = lines.poll(30, TimeUnit.SECONDS);
        assertThat(line).as("a line within 30 s").isNotNull();
        return line;
    }

    /** Starts a process, says its pid and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws InterruptedException {
            Leash leash = Leash.start(
                    List.of("bash", "-c", "echo $$; exec sleep 600"),
                    "TERM",
                    Duration.ofSeconds(1),
                    Map.of(),
                    Path.of("."),
                    System.out::println);
            leash.await();
        }
    }
}
