package io.lokitempo.benchmarks.tools;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;

/**
 * How a question was answered to a number of clients that ask without pause.
 *
 * @param source precomputed or live, of the last answer
 * @param nanos of each answer, ascending; refused ones left out
 * @param cpuMillis of the server's processor time each call took; NaN where it tells none
 */
record Load(
        Question question,
        int clients,
        String source,
        List<Long> nanos,
        int refused,
        double seconds,
        double cpuMillis) {
    /** @param cpuSeconds of the server so far */
    static Load of(Question question, List<Session> sessions, int callsEach, DoubleSupplier cpuSeconds)
            throws InterruptedException {
        double cpu = cpuSeconds.getAsDouble();
        long begun = System.nanoTime();
        List<Session.Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Session.Answer>>> all = new ArrayList<>();
            for (int client = 0; client < sessions.size(); client++) {
                Session session = sessions.get(client);
                Random random = new Random(client);
                all.add(threads.submit(() -> asked(session, question, callsEach, random)));
            }
            for (Future<List<Session.Answer>> one : all) {
                answers.addAll(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(question.name() + " was not answered", e.getCause());
        }
        double seconds = (double) (System.nanoTime() - begun) / 1e9;
        double cpuMillis = 1e3 * (cpuSeconds.getAsDouble() - cpu) / answers.size();
        List<Long> nanos = answers.stream()
                .filter(answer -> !answer.isRefused())
                .map(Session.Answer::nanos)
                .sorted()
                .toList();
        String source = answers.stream()
                .filter(answer -> !answer.isRefused())
                .map(Session.Answer::source)
                .reduce("", (_, last) -> last);
        return new Load(
                question,
                sessions.size(),
                source.split(" ", 2)[0],
                nanos,
                answers.size() - nanos.size(),
                seconds,
                cpuMillis);
    }

    private static List<Session.Answer> asked(Session session, Question question, int calls, Random random)
            throws IOException, InterruptedException {
        List<Session.Answer> answers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            answers.add(session.call(question.tool(), question.next(random)));
        }
        return answers;
    }

    /** Milliseconds; NaN where nothing was answered. */
    double quantile(double q) {
        return nanos.isEmpty()
                ? Double.NaN
                : (double) nanos.get(Math.min(nanos.size() - 1, (int) Math.floor(q * nanos.size()))) / 1e6;
    }

    boolean isPrecomputed() {
        return source.equals("precomputed");
    }

    @Override
    public String toString() {
        return "%-22s %-12s %3d clients %5d answers %4d refused  p50 %8.1f  p95 %8.1f  p99 %8.1f ms  %7.1f/s  cpu %6.2f ms"
                .formatted(
                        question.name(),
                        source,
                        clients,
                        nanos.size(),
                        refused,
                        quantile(.5),
                        quantile(.95),
                        quantile(.99),
                        (double) nanos.size() / seconds,
                        cpuMillis);
    }
}
