package io.lokitempo.mcp.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks several questions at once, each on a virtual thread of its own; clients bound how many a server gets. */
final class SideBySide {
    /** Clients give up before. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private SideBySide() {}

    /** The answers in the order of the questions, all of which are waited for. */
    static <T, R> List<R> of(List<T> questions, Function<T, R> ask) {
        return of(questions, LONGEST, ask).stream().map(Optional::orElseThrow).toList();
    }

    /**
     * The answers in the order of the questions; empty where one did not come in time.
     *
     * @throws RuntimeException that of the first question that failed
     */
    static <T, R> List<Optional<R>> of(List<T> questions, Duration patience, Function<T, R> ask) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Callable<R>> asked = questions.stream()
                    .map(question -> (Callable<R>) () -> ask.apply(question))
                    .toList();
            List<Optional<R>> answers = new ArrayList<>();
            for (Future<R> one : threads.invokeAll(asked, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                answers.add(one.isCancelled() ? Optional.empty() : Optional.of(one.get()));
            }
            return answers;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
