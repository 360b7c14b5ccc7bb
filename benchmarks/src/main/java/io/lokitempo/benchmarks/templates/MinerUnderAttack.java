package io.lokitempo.benchmarks.templates;

import io.lokitempo.mining.MinerBounds;
import io.lokitempo.mining.Template;
import io.lokitempo.mining.TemplateMiner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How many adversarial lines one thread learns in a second, beside a file's ordinary ones. The miner knows the file's
 * templates and is then filled to its bound by the adversary, which goes on with lines it has not shown yet.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MinerUnderAttack {
    private static final String ORDINARY = "ORDINARY";

    @Param("")
    public String file = "";

    @Param(ORDINARY)
    public String adversary = ORDINARY;

    private List<String> lines = List.of();
    private TemplateMiner miner = new TemplateMiner("", MinerBounds.DEFAULT);
    private int next;

    @Setup
    public void fill() throws IOException {
        List<String> ordinary = Lines.of(Path.of(file));
        miner = new TemplateMiner("benchmark", MinerBounds.DEFAULT);
        ordinary.forEach(miner::learn);
        if (adversary.equals(ORDINARY)) {
            lines = ordinary;
        } else {
            AdversarialLines kind = AdversarialLines.valueOf(adversary);
            lines = IntStream.range(0, kind.distinct()).mapToObj(kind::line).toList();
            lines.stream().limit(2L * MinerBounds.DEFAULT.maxTemplates()).forEach(miner::learn);
        }
        miner.changes();
    }

    @Benchmark
    public @Nullable Template learn() {
        next = next + 1 < lines.size() ? next + 1 : 0;
        return miner.learn(lines.get(next));
    }

    /** One kind of lines and how fast it was learnt. */
    private record Speed(String adversary, double linesPerSecond) {
        static Speed of(RunResult result) {
            return new Speed(
                    result.getParams().getParam("adversary"),
                    result.getPrimaryResult().getScore());
        }
    }

    public static void main(String[] args) throws RunnerException {
        Path file = new Arguments(args, "miner-adversarial FILE").path();
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(MinerUnderAttack.class.getName() + ".learn")
                        .param("file", file.toAbsolutePath().toString())
                        .param(
                                "adversary",
                                Stream.concat(
                                                Stream.of(ORDINARY),
                                                Stream.of(AdversarialLines.values())
                                                        .map(Enum::name))
                                        .toArray(String[]::new))
                        .forks(1)
                        .jvmArgsAppend("-Xmx2g")
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.seconds(1))
                        .build())
                .run();
        List<Speed> speeds = new ArrayList<>(results.stream().map(Speed::of).toList());
        double ordinary = speeds.removeFirst().linesPerSecond();
        speeds.forEach(speed -> System.out.printf(
                "%-14s %,12.0f lines/s %6.1f%% of ordinary%n",
                speed.adversary(), speed.linesPerSecond(), 100 * speed.linesPerSecond() / ordinary));
        Speed slowest = speeds.stream()
                .min(Comparator.comparingDouble(Speed::linesPerSecond))
                .orElseThrow();
        System.out.printf(
                "miner-adversarial %s ordinary %.0f lines/s, slowest %s %.0f%n",
                file.getFileName(), ordinary, slowest.adversary(), slowest.linesPerSecond());
    }
}
