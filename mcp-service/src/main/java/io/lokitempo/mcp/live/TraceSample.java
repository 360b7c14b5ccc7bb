package io.lokitempo.mcp.live;

import io.lokitempo.mcp.trace.TraceTree;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.tempo.TraceHits.TraceHit;
import io.lokitempo.tempo.TraceLookup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fetches some traces whole, side by side. */
public final class TraceSample {
    private static final Duration AROUND = Duration.ofMinutes(15);

    private final Traces traces;

    public TraceSample(Traces traces) {
        this.traces = traces;
    }

    /** The trees of those that Tempo still has, in the order of the hits. */
    public List<TraceTree> of(List<TraceHit> hits) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<TraceTree>>> fetched = new ArrayList<>();
            hits.forEach(hit -> fetched.add(threads.submit(fetching(hit))));
            List<TraceTree> trees = new ArrayList<>();
            for (Future<List<TraceTree>> one : fetched) {
                trees.addAll(one.get());
            }
            return trees;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fetching traces", e);
        }
    }

    private Callable<List<TraceTree>> fetching(TraceHit hit) {
        TimeWindow around = new TimeWindow(
                Nanos.toInstant(hit.startNanos()).minus(AROUND),
                Nanos.toInstant(hit.startNanos())
                        .plusMillis(hit.durationMillis())
                        .plus(AROUND));
        return () -> traces.trace(hit.traceId(), around).value() instanceof TraceLookup.Found found
                        && !found.spans().isEmpty()
                ? List.of(new TraceTree(found.spans()))
                : List.of();
    }
}
