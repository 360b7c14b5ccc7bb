package io.lokitempo.lab.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisedTest {
    private final Deque<Life> lives = new ConcurrentLinkedDeque<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final CompletableFuture<String> givenUp = new CompletableFuture<>();
    private volatile boolean launchable = true;
    private volatile boolean slow;
    private final Supervised supervised = new Supervised(
            "part", this::launch, new Console(new PrintStream(said, true, StandardCharsets.UTF_8), false));

    @AfterEach
    void close() {
        supervised.close();
    }

    @Test
    void deadPart_isLaunchedAgainAndSaidToBeBack() {
        keepAlive();

        lives.getLast().end.complete(137);

        await().until(() -> said().contains("is back"));
        assertThat(lives).hasSize(2);
        assertThat(said()).contains("part     | ended with status 137: is started again");
    }

    @Test
    void partThatCannotBeLaunchedForAMoment_isTriedAgain() {
        keepAlive();
        launchable = false;

        lives.getLast().end.complete(1);
        await().until(() -> said().contains("cannot be started: no room"));
        launchable = true;

        await().until(() -> said().contains("is back"));
        assertThat(givenUp).isNotDone();
    }

    @Test
    void partThatIsNotReadyInTime_isLeftToIt() {
        keepAlive();
        slow = true;

        lives.getLast().end.complete(137);

        await().until(() -> said().contains("takes long"));
        assertThat(lives).hasSize(2).allSatisfy(life -> assertThat(life.closed).isFalse());
    }

    @Test
    void closedPart_isNotLaunchedAgain() throws Exception {
        Thread keeping = keepAlive();

        supervised.close();

        keeping.join();
        assertThat(lives).hasSize(1).first().extracting(life -> life.closed).isEqualTo(true);
        assertThat(givenUp).isNotDone();
    }

    private Part launch() {
        if (!launchable) {
            throw new StartRefused("no room");
        }
        lives.add(new Life(slow));
        return lives.getLast();
    }

    private Thread keepAlive() {
        return Thread.ofVirtual().start(() -> supervised.keepAlive(givenUp::complete));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static final class Life implements Part {
        final CompletableFuture<Integer> end = new CompletableFuture<>();
        final boolean slow;
        volatile boolean closed;

        Life(boolean slow) {
            this.slow = slow;
        }

        @Override
        public void awaitReady() {
            if (slow) {
                throw new StartRefused("takes long");
            }
        }

        @Override
        public boolean isAlive() {
            return !end.isDone();
        }

        @Override
        public Optional<ProcessHandle> process() {
            return Optional.empty();
        }

        @Override
        public int await() throws InterruptedException {
            try {
                return end.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            closed = true;
            end.complete(0);
        }
    }
}
