package io.lokitempo.benchmarks.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Lines of services that each log by so many templates, some of them often and most of them seldom: the share of the
 * n-th is as 1/n (Zipf), as log statements of real services are. The same seed gives the same lines.
 */
final class Vocabulary {
    private static final String[] SYLLABLES = {
        "ar", "ba", "cor", "den", "el", "fi", "gra", "ho", "in", "ju", "ka", "lo", "mer", "nu", "or", "pel", "qua",
        "re", "sol", "ti", "ur", "ven", "wa", "xi", "yo", "zen"
    };
    private static final String[] LEVELS = {"INFO", "INFO", "INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR"};

    private final List<Statement> statements;
    private final double[] cumulated;

    /** A log statement of a program: what it always writes, and how severe it is. */
    private record Statement(String level, String logger, String verb, String object, String reason) {
        String line(Random random, String time) {
            return time + " " + level + " [worker-" + random.nextInt(16) + "] " + logger + " - " + verb + " " + object
                    + " id="
                    + random.nextInt(1_000_000) + " " + reason + " took " + random.nextInt(5_000) + "ms from 10.0."
                    + random.nextInt(256) + "." + random.nextInt(256);
        }
    }

    Vocabulary(int templates, Random random) {
        statements = new ArrayList<>(templates);
        cumulated = new double[templates];
        double sum = 0;
        for (int i = 0; i < templates; i++) {
            String level = LEVELS[random.nextInt(LEVELS.length)];
            statements.add(new Statement(
                    level, "c.s." + word(random) + "." + word(random), word(random), word(random), words(random)));
            sum += 1.0 / (i + 1);
            cumulated[i] = sum;
        }
    }

    String line(Random random, String time) {
        double drawn = random.nextDouble() * cumulated[cumulated.length - 1];
        int index = java.util.Arrays.binarySearch(cumulated, drawn);
        return statements.get(index < 0 ? -index - 1 : index).line(random, time);
    }

    private static String words(Random random) {
        return word(random) + " " + word(random) + " " + word(random);
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return word.toString();
    }
}
