package io.lokitempo.benchmarks.templates;

import java.nio.file.Path;
import java.util.Optional;

/** What a template benchmark was asked for: one path and options with a value each. */
final class Arguments {
    private final String[] arguments;
    private final String usage;

    Arguments(String[] arguments, String usage) {
        this.arguments = arguments;
        this.usage = usage;
    }

    Path path() {
        if (arguments.length == 0 || arguments[0].startsWith("--")) {
            throw refused();
        }
        return Path.of(arguments[0]);
    }

    Optional<String> option(String name) {
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            if (arguments[i].equals("--" + name)) {
                return Optional.of(arguments[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** Whether raw lines are asked for instead of their messages. */
    boolean raw() {
        return switch (option("input").orElse("content")) {
            case "content" -> false;
            case "raw" -> true;
            default -> throw refused();
        };
    }

    IllegalArgumentException refused() {
        return new IllegalArgumentException("use: ./bench " + usage);
    }
}
