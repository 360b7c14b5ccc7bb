package io.lokitempo.lab.contract;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Which members an answer has and of which types, whatever their values and however many elements its arrays have. */
final class Shape {
    /** Objects whose members are named by the data. */
    private static final Set<String> NAMED_BY_DATA =
            Set.of("stream", "metric", "serviceStats", "structuredMetadata", "parsed");

    private Shape() {}

    /** Paths with their types, such as {@code /data/result/[]/values/[]/[] STRING}. */
    static Set<String> of(JsonNode node) {
        Set<String> paths = new TreeSet<>();
        collect(node, "", paths);
        return paths;
    }

    private static void collect(JsonNode node, String path, Set<String> paths) {
        if (node.isObject()) {
            boolean named = NAMED_BY_DATA.stream().anyMatch(name -> path.endsWith("/" + name));
            paths.add(path + " OBJECT");
            node.properties()
                    .forEach(member -> collect(member.getValue(), path + "/" + (named ? "*" : member.getKey()), paths));
        } else if (node.isArray()) {
            paths.add(path + " ARRAY");
            node.forEach(element -> collect(element, path + "/[]", paths));
        } else {
            paths.add(path + " " + node.getNodeType());
        }
    }
}
