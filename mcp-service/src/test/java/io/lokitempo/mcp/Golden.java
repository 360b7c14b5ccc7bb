package io.lokitempo.mcp;

import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Texts as they were agreed on, one file each. A text that differs fails with its differing lines and the command that
 * agrees to it.
 */
public final class Golden {
    public static final Path FOLDER = Path.of("src/test/resources/golden");

    private static final String UPDATE = "golden.update";
    private static final String COMMAND =
            "mvn -o -pl mcp-service -am test -Dtest='%s' -Dsurefire.failIfNoSpecifiedTests=false -D" + UPDATE;
    private static final int CONTEXT = 2;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Golden() {}

    /**
     * Holds a text against its file; with {@code -Dgolden.update} it is written instead.
     *
     * @param test that compares it
     */
    public static void compare(Class<?> test, String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        if (System.getProperty(UPDATE) != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return;
        }
        String agreed = Files.exists(file) ? Files.readString(file) : "";
        if (!agreed.equals(text)) {
            throw new AssertionError(words(test, file, agreed, text));
        }
    }

    static String words(Class<?> test, Path file, String agreed, String now) {
        return "%s is not what was agreed on (- agreed, + now):%n%s%nIf it is as it should be:%n  %s"
                .formatted(file, difference(agreed, now), COMMAND.formatted(test.getSimpleName()));
    }

    /** Both forms of an answer, without what no two runs have alike: fences, ids made of addresses, ports, folders, times. */
    public static String answer(CallToolResult result) {
        return masked(((TextContent) result.content().getFirst()).text()) + "\n"
                + masked(JSON.writeValueAsString(result.structuredContent())) + "\n";
    }

    public static String json(Object value) {
        return JSON.writeValueAsString(value) + "\n";
    }

    public static String masked(String text) {
        return text.replaceAll("telemetry [a-z2-9]{4}>", "telemetry xxxx>")
                .replaceAll("pat-[0-9a-z]{8}\\b", "pat-xxxxxxxx")
                .replaceAll("exp-[0-9a-z]{20,}", "exp-xxxxxxxx")
                .replaceAll("(localhost|127\\.0\\.0\\.1):\\d{4,5}", "$1:PORT")
                .replaceAll("[^ \"]*/junit-?\\d+", "/tmp/junit");
    }

    /** What is only on one side, in order, with some lines around: by the longest common subsequence (Hunt and McIlroy 1976). */
    static String difference(String agreed, String now) {
        List<String> old = agreed.lines().toList();
        List<String> fresh = now.lines().toList();
        int[][] common = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(fresh.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < fresh.size()) {
            if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
                lines.add("  " + old.get(i++));
                j++;
            } else if (j == fresh.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + old.get(i++));
            } else {
                lines.add("+ " + fresh.get(j++));
            }
        }
        return around(lines);
    }

    private static String around(List<String> lines) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            boolean near = false;
            for (int k = Math.max(0, i - CONTEXT); k <= Math.min(lines.size() - 1, i + CONTEXT); k++) {
                near |= !lines.get(k).startsWith("  ");
            }
            if (near) {
                shown.append(lines.get(i)).append('\n');
            }
        }
        return shown.toString();
    }
}
