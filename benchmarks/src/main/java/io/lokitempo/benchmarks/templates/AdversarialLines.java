package io.lokitempo.benchmarks.templates;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Lines that nobody's program writes, made to slow a miner or to fill it. The same seed gives the same line. */
public enum AdversarialLines {
    /** Ten words that never were. */
    NEW_WORDS {
        @Override
        String line(int seed) {
            return words(new Random(seed), 10);
        }
    },
    /** 200 bytes read as UTF-8. */
    RANDOM_BYTES {
        @Override
        String line(int seed) {
            byte[] bytes = new byte[200];
            new Random(seed).nextBytes(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    },
    /** Printable characters in any order. */
    RANDOM_ASCII {
        @Override
        String line(int seed) {
            return new Random(seed)
                    .ints(200, ' ', 127)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    },
    /** Up to 400 brackets that are never closed. */
    OPEN_BRACKETS {
        @Override
        String line(int seed) {
            return "x" + "([{".repeat(seed % 134) + words(new Random(seed), 2);
        }
    },
    /** Up to 400 quotes, one in another. */
    QUOTES {
        @Override
        String line(int seed) {
            return "\"'".repeat(seed % 200) + words(new Random(seed), 2);
        }
    },
    /** JSON whose field names never were. */
    JSON_FIELDS {
        @Override
        String line(int seed) {
            return "{\"" + words(new Random(seed), 1) + "\":{\"msg\":\"" + seed + "\"}}";
        }
    },
    /** A megabyte of new words. */
    MEGABYTE {
        @Override
        String line(int seed) {
            return (words(new Random(seed), 125) + " ").repeat(1_000);
        }

        @Override
        int distinct() {
            return 50;
        }
    };

    abstract String line(int seed);

    /** How many different lines are worth keeping in memory. */
    int distinct() {
        return 100_000;
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder(8 * count);
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ");
            random.ints(7, 'a', 'z' + 1).forEach(words::appendCodePoint);
        }
        return words.toString();
    }
}
