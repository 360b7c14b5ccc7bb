package io.lokitempo.mining;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A system's lines, generated from call sites that were written for this project after how software of that kind logs. A
 * file holds heads ({@code head <format>}, for the call sites below it) and call sites with their weight; {@code {kind}} is a
 * variable, a doubled brace one brace.
 *
 * @param name of its file
 * @param lines as a stream would have them
 */
record WrittenSystem(String name, List<Line> lines) {
    static final List<String> NAMES = List.of(
            "apache",
            "cluster",
            "containers",
            "dotnet",
            "elastic",
            "envoy",
            "hdfs",
            "jsonl",
            "kafka",
            "klog",
            "logfmt",
            "mapred",
            "misc",
            "mysql",
            "nginx",
            "oldsyslog",
            "php",
            "postgres",
            "proxy",
            "python",
            "queue",
            "rails",
            "ras",
            "spring",
            "sshd",
            "systemd",
            "tomcat",
            "zookeeper");

    private static final int LINES = 2_000;

    /**
     * One line.
     *
     * @param site its call site's number; call sites of the same text are one
     * @param states the enumerated words in it; a template for each state is as right as one for all
     * @param content the line without its head
     */
    record Line(int site, String states, String raw, String content) {}

    private record Site(int number, int weight, String head, String text) {}

    static WrittenSystem of(String name, long seed) throws IOException {
        List<Site> sites = sites(name);
        Random random = new Random(seed * 31 + name.hashCode());
        WrittenValues values = new WrittenValues(random);
        int weights = sites.stream().mapToInt(Site::weight).sum();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            int at = random.nextInt(weights);
            int site = 0;
            while (at >= sites.get(site).weight) {
                at -= sites.get(site++).weight;
            }
            StringBuilder states = new StringBuilder();
            String content = filled(sites.get(site).text, values, states);
            String head = filled(sites.get(site).head, values);
            String between = head.isEmpty() || head.endsWith("=") ? "" : " ";
            lines.add(new Line(sites.get(site).number, states.toString(), head + between + content, content));
        }
        return new WrittenSystem(name, lines);
    }

    private static List<Site> sites(String name) throws IOException {
        List<Site> sites = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        String head = "";
        try (InputStream in = Objects.requireNonNull(
                WrittenSystem.class.getResourceAsStream("/mining/systems/" + name + ".txt"), name)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                int blank = line.indexOf(' ');
                String rest = line.substring(blank + 1);
                if (line.startsWith("head ")) {
                    head = rest;
                } else {
                    int number = numbers.computeIfAbsent(rest, _ -> numbers.size());
                    sites.add(new Site(number, Integer.parseInt(line.substring(0, blank)), head, rest));
                }
            }
        }
        return sites;
    }

    /** The format with a value in the place of every variable. */
    static String filled(String format, WrittenValues values) {
        return filled(format, values, new StringBuilder());
    }

    private static String filled(String format, WrittenValues values, StringBuilder states) {
        StringBuilder line = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            if ((c == '{' || c == '}') && i + 1 < format.length() && format.charAt(i + 1) == c) {
                line.append(c);
                i += 2;
            } else if (c == '{') {
                int end = format.indexOf('}', i);
                String kind = format.substring(i + 1, end);
                String value = values.of(kind);
                if (kind.startsWith("enum:") || kind.equals("method")) {
                    states.append('|').append(value);
                }
                line.append(value);
                i = end + 1;
            } else {
                line.append(c);
                i++;
            }
        }
        return line.toString();
    }

    /** Share of lines that a mined group holds as it should: all lines of the call site, or all of some of its states. */
    double accuracy(List<String> mined) {
        Set<String> right = right(mined);
        return (double) mined.stream().filter(right::contains).count() / lines.size();
    }

    /** The mined groups that hold all lines of one call site, or all lines of some of its states, and no other. */
    Set<String> right(List<String> mined) {
        Map<String, Map<String, Integer>> held = new HashMap<>();
        Map<String, Integer> all = new HashMap<>();
        Map<String, Set<Integer>> sites = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            String state = line.site + line.states;
            held.computeIfAbsent(mined.get(i), _ -> new HashMap<>()).merge(state, 1, Integer::sum);
            sites.computeIfAbsent(mined.get(i), _ -> new HashSet<>()).add(line.site);
            all.merge(state, 1, Integer::sum);
        }
        return held.entrySet().stream()
                .filter(group ->
                        Objects.requireNonNull(sites.get(group.getKey())).size() == 1)
                .filter(group -> group.getValue().entrySet().stream()
                        .allMatch(state -> state.getValue().equals(all.get(state.getKey()))))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
