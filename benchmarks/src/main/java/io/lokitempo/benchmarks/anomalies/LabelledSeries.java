package io.lokitempo.benchmarks.anomalies;

import io.lokitempo.topic.FindingJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import tools.jackson.databind.JsonNode;

/**
 * A series and when something was wrong.
 *
 * @param name category and file
 * @param times as written; they compare as text
 * @param texts of the values, as written
 * @param windows from the first index of each to the last
 */
record LabelledSeries(String name, List<String> times, List<String> texts, List<Double> values, List<Window> windows) {
    /** The share of a series that may be learnt before anything counts, and the most values it may be. */
    private static final double PROBATION = 0.15;

    private static final int LONGEST_PROBATION = 750;
    private static final int TO_THE_SECOND = 19;

    record Window(int first, int last) {
        int length() {
            return last - first + 1;
        }
    }

    /** All series of a folder, by name. */
    static List<LabelledSeries> in(Path folder) throws IOException {
        JsonNode labels = FindingJson.MAPPER.readTree(Files.readString(folder.resolve("labels/combined_windows.json")));
        List<LabelledSeries> all = new ArrayList<>();
        for (Entry<String, JsonNode> entry :
                labels.properties().stream().sorted(Entry.comparingByKey()).toList()) {
            all.add(of(entry.getKey(), folder.resolve("data").resolve(entry.getKey()), entry.getValue()));
        }
        return all;
    }

    String category() {
        return name.substring(0, name.indexOf('/'));
    }

    int probation() {
        return Math.min((int) (PROBATION * values.size()), LONGEST_PROBATION);
    }

    private static LabelledSeries of(String name, Path file, JsonNode labels) throws IOException {
        List<String[]> rows = Files.readAllLines(file).stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> line.split(",", -1))
                .toList();
        List<String> times = rows.stream().map(row -> row[0].strip()).toList();
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < times.size(); i++) {
            indexes.putIfAbsent(toTheSecond(times.get(i)), i);
        }
        List<Window> windows = labels.valueStream()
                .map(label -> new Window(
                        indexOf(name, label.get(0).asString(), indexes),
                        indexOf(name, label.get(1).asString(), indexes)))
                .toList();
        return new LabelledSeries(
                name,
                times,
                rows.stream().map(row -> row[1].strip()).toList(),
                rows.stream().map(row -> Double.valueOf(row[1].strip())).toList(),
                windows);
    }

    private static int indexOf(String name, String time, Map<String, Integer> indexes) {
        Integer index = indexes.get(toTheSecond(time));
        if (index == null) {
            throw new IllegalArgumentException(name + " has no row of " + time + ", where a label begins or ends");
        }
        return index;
    }

    private static String toTheSecond(String time) {
        return time.strip().substring(0, TO_THE_SECOND);
    }
}
