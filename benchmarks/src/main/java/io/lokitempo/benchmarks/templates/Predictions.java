package io.lokitempo.benchmarks.templates;

import io.lokitempo.mining.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes what was mined in the form that independent scorers read. */
final class Predictions {
    private Predictions() {}

    static void write(Path folder, String name, List<Template> templates) throws IOException {
        List<List<String>> records = new ArrayList<>();
        records.add(List.of("LineId", "EventId", "EventTemplate"));
        for (int i = 0; i < templates.size(); i++) {
            Template template = templates.get(i);
            records.add(List.of(Integer.toString(i + 1), template.id(), template.plain()));
        }
        Files.createDirectories(folder);
        Csv.write(folder.resolve(name + ".csv"), records);
    }
}
