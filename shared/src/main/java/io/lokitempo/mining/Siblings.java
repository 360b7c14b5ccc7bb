package io.lokitempo.mining;

import io.lokitempo.mining.KnownTemplates.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds words of the message that vary after all. Templates that differ in one word only are siblings; enough of them, and
 * the word is a variable. How many are enough depends on what the words look like: an id or a path among them speaks for a
 * variable at once, names of things in the program for one soon, plain words only in numbers.
 */
final class Siblings {
    /** Positions of a template that are watched; a longer one has its first words watched. */
    private static final int WATCHED = 40;
    /** Plain words that make a variable, and names that do. Figures behind them: docs/mining.md. */
    private static final int PLAIN = 8;

    private static final int NAMES = 6;

    /** Other words of the message that siblings must share. */
    private static final int CONTEXT = 2;

    private final Map<Long, List<Known>> groups = new HashMap<>();

    /** Templates that become one, and the position at which they differ. */
    record Family(List<Known> members, int position) {}

    void add(Known known) {
        forEachGroup(
                known,
                key -> groups.computeIfAbsent(key, _ -> new ArrayList<>(2)).add(known));
    }

    void remove(Known known) {
        forEachGroup(known, key -> {
            List<Known> group = groups.get(key);
            if (group != null && group.remove(known) && group.isEmpty()) {
                groups.remove(key);
            }
        });
    }

    private static void forEachGroup(Known known, java.util.function.LongConsumer action) {
        Shape shape = known.shape();
        for (int i = 0; i < Math.min(shape.size(), WATCHED); i++) {
            if (shape.part(i).kind() != Tokens.MARK && !shape.part(i).isAny()) {
                action.accept(shape.hashWithAny(i));
            }
        }
    }

    /** The largest family that a new line completes, or null while the evidence is too thin. */
    @Nullable
    Family completedBy(Tokens line) {
        Family best = null;
        for (int i = 0; i < Math.min(line.size, WATCHED); i++) {
            if (line.kind[i] == Tokens.MARK) {
                continue;
            }
            List<Known> group = groups.get(line.hash - line.share[i] + ShapeHash.any(i));
            if (group != null && (best == null || group.size() > best.members.size()) && isVariable(group, line, i)) {
                best = new Family(List.copyOf(group), i);
            }
        }
        return best;
    }

    private static boolean isVariable(List<Known> group, Tokens line, int position) {
        if (words(line, position) < CONTEXT) {
            return false;
        }
        Evidence evidence = new Evidence();
        evidence.add(Shape.part(line, position));
        group.forEach(known -> evidence.add(known.shape().part(position)));
        return evidence.suffices();
    }

    /** What stands at one position of siblings. */
    private static final class Evidence {
        private int plain;
        private int names;
        private boolean identifier;

        void add(Shape.Part part) {
            identifier |= part.isIdentifier();
            if (part.kind() == Tokens.HARD) {
                boolean name = isName(part.text());
                names += name ? 1 : 0;
                plain += name ? 0 : 1;
            }
        }

        boolean suffices() {
            return (identifier && plain + names > 0) || names * PLAIN + plain * NAMES >= PLAIN * NAMES;
        }
    }

    /** Words of the message other than at this position. */
    private static int words(Tokens line, int except) {
        int words = 0;
        for (int i = 0; i < line.size; i++) {
            words += i != except && line.kind[i] == Tokens.HARD ? 1 : 0;
        }
        return words;
    }

    /** Letters with a hump or an inner mark, as names of programs, hosts and types have. */
    private static boolean isName(String text) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Chars.of(c) == Chars.INNER || (Chars.isUpper(c) && !Chars.isUpper(text.charAt(i - 1)))) {
                return true;
            }
        }
        return false;
    }
}
