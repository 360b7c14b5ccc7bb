package io.lokitempo.benchmarks.templates;

import io.lokitempo.mining.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Mines lines of many services, one miner each, and compares the groups with the call sites that wrote them. For each
 * {@code X.txt[.gz]} there is {@code X.truth.csv[.gz]} with a row a line: EventId and Service.
 */
public final class TemplatesLabelled {
    private TemplatesLabelled() {}

    public static void main(String[] args) throws IOException {
        Arguments arguments = new Arguments(args, "templates-labelled DIR [--out DIR]");
        Optional<String> out = arguments.option("out");
        for (Path file : texts(arguments.path())) {
            String name = file.getFileName().toString().replaceFirst("\\.txt(\\.gz)?$", "");
            Csv truth = Csv.parse(Lines.text(truthOf(file)));
            List<String> services = truth.column("Service");
            List<Template> mined = mined(Lines.of(file), services);
            if (out.isPresent()) {
                Predictions.write(Path.of(out.get()), name, mined);
            }
            GroupScore score = GroupScore.of(truth.column("EventId"), groups(mined));
            System.out.printf(
                    "%s lines %d true %d mined %d%ntemplates-labelled GA %.4f FGA %.4f%n",
                    name,
                    mined.size(),
                    score.trueGroups(),
                    score.minedGroups(),
                    score.groupAccuracy(),
                    score.groupF1());
        }
    }

    /** Ids hold their owner, so that equal texts of two services are two groups. */
    private static List<String> groups(List<Template> mined) {
        return mined.stream().map(Template::id).toList();
    }

    private static List<Path> texts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.txt(\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }

    private static Path truthOf(Path text) {
        return text.resolveSibling(text.getFileName().toString().replace(".txt", ".truth.csv"));
    }

    private static List<Template> mined(List<String> lines, List<String> services) {
        MinedLines mined = new MinedLines();
        for (int i = 0; i < services.size(); i++) {
            mined.read(services.get(i), lines.get(i));
        }
        return new ArrayList<>(mined.templates());
    }
}
