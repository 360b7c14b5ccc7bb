package io.lokitempo.benchmarks.templates;

import io.lokitempo.mining.Template;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Mines each system of a folder as a stream and compares the groups with the true ones. */
public final class Templates {
    private Templates() {}

    public static void main(String[] args) throws IOException {
        Arguments arguments = new Arguments(args, "templates DIR --input content|raw [--out DIR]");
        Optional<String> out = arguments.option("out");
        double accuracy = 0;
        double f1 = 0;
        List<LabelledSystem> systems = LabelledSystem.in(arguments.path(), arguments.raw());
        for (LabelledSystem system : systems) {
            List<Template> mined = mined(system);
            if (out.isPresent()) {
                Predictions.write(java.nio.file.Path.of(out.get()), system.name(), mined);
            }
            GroupScore score = GroupScore.of(
                    system.truth(), mined.stream().map(Template::plain).toList());
            accuracy += score.groupAccuracy() / systems.size();
            f1 += score.groupF1() / systems.size();
            System.out.printf(
                    "%-12s true %4d mined %4d GA %.3f FGA %.3f%n",
                    system.name(), score.trueGroups(), score.minedGroups(), score.groupAccuracy(), score.groupF1());
        }
        System.out.printf("templates %s GA %.4f FGA %.4f%n", arguments.raw() ? "raw" : "content", accuracy, f1);
    }

    private static List<Template> mined(LabelledSystem system) {
        MinedLines mined = new MinedLines();
        system.lines().forEach(line -> mined.read(system.name(), line));
        return mined.templates();
    }
}
