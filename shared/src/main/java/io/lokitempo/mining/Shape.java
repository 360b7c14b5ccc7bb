package io.lokitempo.mining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A template taken apart: words, punctuation, technical words and variables in their order. Lines whose shapes differ only
 * in technical words and variables have the same {@link #hash}; these are what one template holds.
 */
final class Shape {
    /** One position of a shape. {@code text} is empty for a variable; a technical word has its digits replaced by {@code \0}. */
    record Part(byte kind, Mask mask, String text, boolean spaced) {
        boolean isAny() {
            return kind == Tokens.VARIABLE && mask == Mask.ANY;
        }

        boolean isLoose() {
            return kind == Tokens.SOFT || (kind == Tokens.VARIABLE && mask != Mask.ANY);
        }

        /** An id, a path, a host: what neither a number nor a plain word stands for. */
        boolean isIdentifier() {
            return kind == Tokens.SOFT
                    || (kind == Tokens.VARIABLE
                            && switch (mask) {
                                case NUM, BOOL, TS, DURATION, SIZE, ANY -> false;
                                default -> true;
                            });
        }

        /** What stands for both at this position; both must be words. */
        Part join(Part other) {
            if (equals(other)) {
                return this;
            }
            if (!isLoose() || !other.isLoose()) {
                return new Part(Tokens.VARIABLE, Mask.ANY, "", spaced);
            }
            boolean variables = kind == Tokens.VARIABLE && other.kind == Tokens.VARIABLE;
            return new Part(Tokens.VARIABLE, variables ? mask.join(other.mask) : Mask.VALUE, "", spaced);
        }

        /** Whether a line's word may stand at both. */
        boolean meets(Part other) {
            if (spaced != other.spaced) {
                return false;
            }
            if (isAny() || other.isAny()) {
                return kind != Tokens.MARK && other.kind != Tokens.MARK;
            }
            return isLoose() ? other.isLoose() : kind == other.kind && text.equals(other.text);
        }

        /** As a template's text shows it. */
        String shown() {
            return switch (kind) {
                case Tokens.VARIABLE -> mask.text();
                case Tokens.SOFT -> text.replace(SoftText.DIGITS, Words.DIGITS);
                default -> text;
            };
        }

        Part any() {
            return new Part(Tokens.VARIABLE, Mask.ANY, "", spaced);
        }
    }

    private final List<Part> parts;
    private final char[][] texts;

    private Shape(List<Part> parts) {
        this.parts = parts;
        this.texts = parts.stream().map(part -> part.text.toCharArray()).toArray(char[][]::new);
    }

    static Shape of(Tokens line) {
        List<Part> parts = new ArrayList<>(line.size);
        for (int i = 0; i < line.size; i++) {
            parts.add(part(line, i));
        }
        return new Shape(List.copyOf(parts));
    }

    static Part part(Tokens line, int i) {
        Mask mask = line.kind[i] == Tokens.VARIABLE ? line.mask[i] : Mask.VALUE;
        return new Part(line.kind[i], mask, text(line, i), i > 0 && line.spaced[i]);
    }

    private static String text(Tokens line, int i) {
        return switch (line.kind[i]) {
            case Tokens.VARIABLE -> "";
            case Tokens.SOFT -> SoftText.pattern(line.text, line.start[i], line.end[i]);
            default -> new String(line.text, line.start[i], line.end[i] - line.start[i]);
        };
    }

    int size() {
        return parts.size();
    }

    Part part(int i) {
        return parts.get(i);
    }

    /** The template's text. */
    String render() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part.spaced) {
                text.append(' ');
            }
            text.append(part.shown());
        }
        return text.toString();
    }

    /** Whether the line, whose hash is this one's, is held as it stands. */
    boolean holds(Tokens line) {
        if (line.size != texts.length) {
            return false;
        }
        for (int i = 0; i < texts.length; i++) {
            if (!holds(parts.get(i), texts[i], line, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(Part part, char[] text, Tokens line, int i) {
        return switch (part.kind) {
            case Tokens.VARIABLE ->
                part.mask == Mask.ANY ? line.kind[i] != Tokens.MARK : line.isLoose(i) && holds(part.mask, line, i);
            case Tokens.SOFT ->
                line.kind[i] == Tokens.SOFT && SoftText.matches(line.text, line.start[i], line.end[i], text);
            default ->
                line.kind[i] == part.kind && Arrays.equals(line.text, line.start[i], line.end[i], text, 0, text.length);
        };
    }

    private static boolean holds(Mask mask, Tokens line, int i) {
        return mask == Mask.VALUE || (line.kind[i] == Tokens.VARIABLE && mask.holds(line.mask[i]));
    }

    /** Whether some line could be held by both. */
    boolean meets(Shape other) {
        if (size() != other.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).meets(other.parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The narrowest shape that holds what both hold, with {@code any} one word of any kind (-1 for none). */
    Shape join(Shape other, int any) {
        List<Part> joined = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            joined.add(i == any ? parts.get(i).any() : parts.get(i).join(other.parts.get(i)));
        }
        return new Shape(List.copyOf(joined));
    }

    /** Positions of {@code <*>}, ascending. */
    int[] wildcards() {
        return java.util.stream.IntStream.range(0, parts.size())
                .filter(i -> parts.get(i).isAny())
                .toArray();
    }

    long hash() {
        long hash = ShapeHash.seed(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            hash += share(i);
        }
        return hash;
    }

    /** This shape's hash, had it {@code <*>} at one position. */
    long hashWithAny(int position) {
        return hash() - share(position) + ShapeHash.any(position);
    }

    long share(int i) {
        Part part = parts.get(i);
        if (part.isAny()) {
            return ShapeHash.any(i);
        }
        return part.isLoose()
                ? ShapeHash.loose(i, part.spaced)
                : ShapeHash.text(texts[i], 0, texts[i].length, i, part.spaced);
    }
}
