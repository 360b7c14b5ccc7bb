package io.lokitempo.benchmarks.templates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One system's lines and the true template of each: {@code DIR/X/X_content.txt}, {@code X_2k.log} and the corrected truth. */
record LabelledSystem(String name, List<String> lines, List<String> truth) {
    static List<LabelledSystem> in(Path folder, boolean raw) throws IOException {
        List<LabelledSystem> systems = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.filter(Files::isDirectory).sorted().toList()) {
                systems.add(of(child, raw));
            }
        }
        return systems;
    }

    private static LabelledSystem of(Path folder, boolean raw) throws IOException {
        String name = folder.getFileName().toString();
        List<String> lines = Lines.of(folder.resolve(name + (raw ? "_2k.log" : "_content.txt")));
        Csv truth = Csv.parse(Lines.text(folder.resolve(name + "_2k.log_structured_corrected.csv")));
        return new LabelledSystem(name, lines, truth.column("EventTemplate"));
    }
}
