package io.lokitempo.mcp.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Asks several questions at once, each on a virtual thread of its own; clients bound how many a server gets. */
final class SideBySide {
    private SideBySide() {}

    /** The answers in the order of the questions. */
    static <T, R> List<R> of(List<T> questions, Function<T, R> ask) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> asked = new ArrayList<>();
            questions.forEach(question -> asked.add(threads.submit(() -> ask.apply(question))));
            List<R> answers = new ArrayList<>();
            for (Future<R> one : asked) {
                answers.add(one.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking", e);
        }
    }
}
