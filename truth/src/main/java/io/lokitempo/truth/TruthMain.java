package io.lokitempo.truth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plays everything that can happen to the lab's shop and prints a line a scenario and tool: how many of its facts are right,
 * and which are wrong. Its status is 1 where one is wrong.
 */
public final class TruthMain {
    private TruthMain() {}

    /** {@code [--jar FILE] [NAME ...]}: the MCP service, and which scenarios, by the beginning of their names. */
    public static void main(String[] args) throws Exception {
        List<String> names = new ArrayList<>(List.of(args));
        boolean named = names.size() >= 2 && names.getFirst().equals("--jar");
        Path jar = named
                ? Path.of(names.get(1))
                : packaged(Path.of(System.getProperty("lokitempo.root", "."), "mcp-service", "target"))
                        .orElseThrow(() -> new IllegalStateException("mcp-service is not packaged"));
        names = named ? names.subList(2, names.size()) : names;
        List<String> wanted = List.copyOf(names);
        List<Play> plays = Play.catalogue().stream()
                .filter(play -> wanted.isEmpty() || wanted.stream().anyMatch(play.name()::startsWith))
                .toList();
        if (plays.isEmpty()) {
            System.err.println("no scenario's name begins with " + String.join(" or ", wanted) + "; there are "
                    + Play.catalogue().stream().map(Play::name).collect(Collectors.joining(", ")));
            System.exit(2);
        }
        int facts = 0;
        int wrong = 0;
        try (Stage stage = new Stage(jar, plays, _ -> {})) {
            for (Play play : plays) {
                List<Check> checks = new ArrayList<>();
                stage.play(play, (now, agent, told) -> checks.addAll(Questions.asked(now, agent, told)));
                facts += checks.size();
                wrong += print(play.name(), checks);
            }
        }
        System.out.printf("truth scenarios %d facts %d wrong %d%n", plays.size(), facts, wrong);
        System.exit(wrong == 0 ? 0 : 1);
    }

    private static int print(String play, List<Check> checks) {
        Map<String, List<Check>> byTool = new LinkedHashMap<>();
        checks.forEach(check ->
                byTool.computeIfAbsent(check.tool(), _ -> new ArrayList<>()).add(check));
        int wrong = 0;
        for (Map.Entry<String, List<Check>> tool : byTool.entrySet()) {
            List<Check> failed =
                    tool.getValue().stream().filter(check -> !check.isRight()).toList();
            System.out.printf(
                    "%-32s %-26s %s %d of %d%n",
                    play,
                    tool.getKey(),
                    failed.isEmpty() ? "right" : "WRONG",
                    tool.getValue().size() - failed.size(),
                    tool.getValue().size());
            failed.forEach(check ->
                    System.out.printf("    %s: told %s, happened %s%n", check.fact(), check.told(), check.happened()));
            wrong += failed.size();
        }
        return wrong;
    }

    /** The jar of the MCP service in a folder; empty where it is not packaged. */
    static Optional<Path> packaged(Path target) throws IOException {
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("mcp-service-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst();
        }
    }
}
