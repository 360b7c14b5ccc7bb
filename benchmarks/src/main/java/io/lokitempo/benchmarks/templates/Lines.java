package io.lokitempo.benchmarks.templates;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Text files, plain or gzipped; broken UTF-8 becomes replacement characters, as a log agent makes it. */
final class Lines {
    private Lines() {}

    static String text(Path file) throws IOException {
        try (InputStream in = file.toString().endsWith(".gz")
                ? new GZIPInputStream(Files.newInputStream(file))
                : Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The lines between line feeds; a carriage return at an end and an empty last line are dropped. */
    static List<String> of(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : text(file).split("\n", -1)) {
            lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }
}
