package io.lokitempo.mining;

import io.lokitempo.mining.KnownTemplates.Known;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds words of the message that vary after all. Templates that differ in one word only are siblings; enough of them, and
 * the word is a variable. An id or a path among them speaks for a variable at once; plain words do so in numbers, fewer where
 * the rest of the message is long.
 */
final class Siblings {
    /** Positions of a template that are watched; a longer one has its first words watched. */
    private static final int WATCHED = 40;
    /**
     * Words that siblings share and words in which they differ must together be this many: long messages that differ in one
     * word of three are as telling as short ones that differ in one of eight. Figures in docs/mining.md.
     */
    private static final int EVIDENCE = 10;

    private static final int LEAST_VALUES = 3;
    private static final int LEAST_SHARED = 2;

    /** So many pairs of states make {@code from A to B} a variable: the second may be the way back of the first. */
    private static final int LEAST_TRANSITIONS = 3;

    /** Keeps groups of transitions apart from those of one word. */
    private static final long TRANSITION = 0x2545F4914F6CDD1DL;

    private final LongTable<List<Known>> groups = new LongTable<>();
    private final MaybeKeys maybe = new MaybeKeys();

    /** Templates that become one, and the position at which they differ. */
    record Family(List<Known> members, int position) {}

    void add(Known known) {
        forEachGroup(known, key -> {
            List<Known> group = groups.get(key);
            if (group == null) {
                group = new ArrayList<>(2);
                groups.put(key, group);
                maybe.add(key, groups);
            }
            group.add(known);
        });
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
            int other = otherState(shape, i);
            if (other > 0) {
                action.accept(shape.hash() + transition(shape.share(i), i, shape.share(other), other));
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
            long key = line.hash - line.share[i] + ShapeHash.any(i);
            List<Known> group = maybe.has(key) ? groups.get(key) : null;
            if (group != null && (best == null || group.size() > best.members.size()) && isVariable(group, line, i)) {
                best = new Family(List.copyOf(group), i);
            }
            int other = best == null ? otherState(line, i) : 0;
            if (other > 0) {
                group = groups.get(line.hash + transition(line.share[i], i, line.share[other], other));
                best = group == null || group.size() + 1 < LEAST_TRANSITIONS ? null : new Family(List.copyOf(group), i);
            }
        }
        return best;
    }

    /** Where the other state of a transition stands whose first is at {@code i}; 0 for none. */
    private static int otherState(Shape shape, int i) {
        if (i == 0 || i + 2 >= shape.size() || !isState(shape.part(i))) {
            return 0;
        }
        boolean words = shape.part(i - 1).text().equals("from")
                && shape.part(i + 1).text().equals("to");
        int other = words ? i + 2 : isArrow(shape, i + 1) ? i + 3 : 0;
        return other > 0 && isState(shape.part(other)) ? other : 0;
    }

    private static boolean isArrow(Shape shape, int i) {
        return i + 2 < shape.size()
                && shape.part(i).text().equals("-")
                && shape.part(i + 1).text().equals(">");
    }

    private static boolean isState(Shape.Part part) {
        return part.kind() != Tokens.MARK && !part.isAny();
    }

    private static int otherState(Tokens line, int i) {
        if (i == 0 || i + 2 >= line.size) {
            return 0;
        }
        boolean words = line.isPlain(i - 1, "from") && line.isPlain(i + 1, "to");
        boolean arrow = !words && i + 3 < line.size && line.isMark(i + 1, '-') && line.isMark(i + 2, '>');
        int other = words ? i + 2 : arrow ? i + 3 : 0;
        return other > 0 && line.kind[other] != Tokens.MARK ? other : 0;
    }

    /** What a hash changes by when the words at both positions become variables. */
    private static long transition(long from, int i, long to, int other) {
        return ShapeHash.any(i) - from + ShapeHash.any(other) - to + TRANSITION;
    }

    private static boolean isVariable(List<Known> group, Tokens line, int position) {
        int shared = words(line, position);
        if (shared < LEAST_SHARED) {
            return false;
        }
        int words = line.kind[position] == Tokens.HARD ? 1 : 0;
        boolean identifier = Shape.part(line, position).isIdentifier();
        for (Known known : group) {
            Shape.Part part = known.shape().part(position);
            words += part.kind() == Tokens.HARD ? 1 : 0;
            identifier |= part.isIdentifier();
        }
        return (identifier && words > 0) || (words >= LEAST_VALUES && words + shared >= EVIDENCE);
    }

    /** Words of the message other than at this position. */
    private static int words(Tokens line, int except) {
        int words = 0;
        for (int i = 0; i < line.size; i++) {
            words += i != except && line.kind[i] == Tokens.HARD ? 1 : 0;
        }
        return words;
    }
}
