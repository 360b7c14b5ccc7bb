package io.lokitempo.benchmarks.templates;

import io.lokitempo.mining.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Mines each system in its own order and in shuffled ones: how many lines are given the same template in both. */
public final class TemplatesOrder {
    private static final int SHUFFLES = 5;

    private TemplatesOrder() {}

    public static void main(String[] args) throws IOException {
        Arguments arguments = new Arguments(args, "templates-order DIR --input content|raw");
        double all = 0;
        List<LabelledSystem> systems = LabelledSystem.in(arguments.path(), arguments.raw());
        for (LabelledSystem system : systems) {
            double same = IntStream.range(0, SHUFFLES)
                    .mapToDouble(seed -> agreement(system, seed))
                    .average()
                    .orElse(0);
            System.out.printf("%-12s same template %.4f%n", system.name(), same);
            all += same / systems.size();
        }
        System.out.printf("templates-order same template %.4f%n", all);
    }

    private static double agreement(LabelledSystem system, int seed) {
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, system.lines().size()).boxed().toList());
        List<Template> asWritten = mined(system, order);
        Collections.shuffle(order, new Random(seed));
        List<Template> shuffled = mined(system, order);
        long same = IntStream.range(0, order.size())
                .filter(i ->
                        shuffled.get(i).id().equals(asWritten.get(order.get(i)).id()))
                .count();
        return (double) same / order.size();
    }

    private static List<Template> mined(LabelledSystem system, List<Integer> order) {
        MinedLines mined = new MinedLines();
        order.forEach(i -> mined.read(system.name(), system.lines().get(i)));
        return mined.templates();
    }
}
