package io.lokitempo.benchmarks.lab;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.detect.FalseAlarmBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Detection in the lab's shop: for each seed a day with something happening every hour, or a quiet week, or both. Tapes of
 * what the topics would hold are kept in a folder and used again.
 */
public final class Lab {
    private static final Duration HORIZON = Duration.ofMinutes(15);

    private Lab() {}

    public static void main(String[] args) throws IOException {
        Arguments arguments = Arguments.of(args);
        List<CourseScore> scores = new ArrayList<>();
        for (LongFunction<Course> part : arguments.parts()) {
            for (long seed : arguments.seeds().toArray()) {
                scores.add(scored(part.apply(seed), arguments.tapes()));
            }
        }
        Report.print(scores, System.out);
    }

    private static CourseScore scored(Course course, Path tapes) throws IOException {
        Tape tape = new Tape(tapes.resolve(course.name() + ".tape"));
        long began = System.nanoTime();
        if (!tape.isRecorded()) {
            tape.record(out -> Recording.of(course, out));
        }
        long recorded = System.nanoTime();
        CourseScore score = CourseScore.of(course, Playing.of(tape, new Detection(FalseAlarmBudget.DEFAULT, HORIZON)));
        System.err.printf(
                "%s: told in %d s, judged in %d s%n",
                course.name(), (recorded - began) / 1_000_000_000, (System.nanoTime() - recorded) / 1_000_000_000);
        return score;
    }

    /** {@code --seeds A..B [--part days|weeks] [--tapes DIR]}. */
    private record Arguments(LongStream seeds, List<LongFunction<Course>> parts, Path tapes) {
        private static final String USAGE = "use: ./bench lab --seeds A..B [--part days|weeks] [--tapes DIR]";

        static Arguments of(String[] args) {
            String[] seeds = {"1", "3"};
            List<LongFunction<Course>> parts = List.of(Course::eventfulDay, Course::quietWeek);
            Path tapes = Path.of(System.getProperty("java.io.tmpdir"), "lokitempo-lab");
            for (int i = 0; i < args.length; i += 2) {
                String value = i + 1 < args.length ? args[i + 1] : "";
                switch (args[i]) {
                    case "--seeds" -> seeds = value.split("\\.\\.", -1);
                    case "--part" -> parts = List.of(part(value));
                    case "--tapes" -> tapes = Path.of(value);
                    default -> throw new IllegalArgumentException(USAGE);
                }
            }
            return new Arguments(
                    LongStream.rangeClosed(Long.parseLong(seeds[0]), Long.parseLong(seeds[seeds.length - 1])),
                    parts,
                    tapes);
        }

        private static LongFunction<Course> part(String name) {
            return switch (name) {
                case "days" -> Course::eventfulDay;
                case "weeks" -> Course::quietWeek;
                default -> throw new IllegalArgumentException(USAGE);
            };
        }
    }
}
