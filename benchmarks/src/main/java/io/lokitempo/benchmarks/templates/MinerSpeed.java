package io.lokitempo.benchmarks.templates;

import io.lokitempo.mining.MinerBounds;
import io.lokitempo.mining.Template;
import io.lokitempo.mining.TemplateMiner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How many lines of a file one thread learns in a second once the templates are known, and what that allocates. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MinerSpeed {
    @Param("")
    public String file = "";

    private String[] lines = new String[0];
    private TemplateMiner miner = new TemplateMiner("", MinerBounds.DEFAULT);
    private int next;

    @Setup
    public void learnAll() throws IOException {
        lines = Lines.of(Path.of(file)).toArray(String[]::new);
        miner = new TemplateMiner("benchmark", MinerBounds.DEFAULT);
        for (int round = 0; round < 2; round++) {
            for (String line : lines) {
                miner.learn(line);
            }
        }
        miner.changes();
    }

    @Benchmark
    public @Nullable Template learn() {
        next = next + 1 < lines.length ? next + 1 : 0;
        return miner.learn(lines[next]);
    }

    public static void main(String[] args) throws RunnerException {
        Path file = new Arguments(args, "miner-speed FILE").path();
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(MinerSpeed.class.getName() + ".learn")
                        .param("file", file.toAbsolutePath().toString())
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(2))
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        for (RunResult result : results) {
            System.out.printf(
                    "miner-speed %s lines/s %.0f B/line %.2f%n",
                    file.getFileName(),
                    result.getPrimaryResult().getScore(),
                    Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                            .getScore());
        }
    }
}
