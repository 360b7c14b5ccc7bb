package io.lokitempo.mining;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What stood at the variables of one template, in bounded space. It reads lines again that a miner has matched, so that
 * mining itself pays nothing for it. Not for use by several threads at once.
 */
public final class TemplateParameters {
    private final LineShaper shaper;
    private final Shape shape;
    private final List<Variable> variables = new ArrayList<>();

    /**
     * One variable, in the order of the template's text.
     *
     * @param mask as the template shows it: {@code <num>}
     * @param count lines seen
     * @param top up to {@value FrequentValues#SHOWN} most frequent values, most frequent first
     * @param range of the values that are numbers; durations in milliseconds, sizes in bytes; null where none was
     */
    public record Parameter(
            String mask,
            long count,
            List<Value> top,
            @Nullable Range range) {
        public Parameter {
            top = List.copyOf(top);
        }
    }

    /** @param count at most what was seen of it, short by no more than the rarest value that is still held */
    public record Value(String text, long count) {}

    public record Range(double least, double greatest) {}

    private static final class Variable {
        private final int position;
        private final Mask mask;
        private final FrequentValues values = new FrequentValues();
        private @Nullable Range range;

        Variable(int position, Mask mask) {
            this.position = position;
            this.mask = mask;
        }

        void observe(String value) {
            values.add(value);
            OptionalDouble number = Quantities.parse(value);
            if (number.isPresent()) {
                double now = number.getAsDouble();
                Range before = range;
                range = before == null
                        ? new Range(now, now)
                        : new Range(Math.min(before.least, now), Math.max(before.greatest, now));
            }
        }

        Parameter summary() {
            return new Parameter(mask.text(), values.count(), values.top(), range);
        }
    }

    public TemplateParameters(Template template, MinerBounds bounds) {
        shaper = new LineShaper(bounds.maxLineLength());
        shape = Shape.of(shaper.ofTemplate(template.text()));
        for (int i = 0; i < shape.size(); i++) {
            if (shape.part(i).kind() == Tokens.VARIABLE) {
                variables.add(new Variable(i, shape.part(i).mask()));
            }
        }
    }

    /** Takes a line in; one that is not of this template is left out. */
    public void observe(String line) {
        Tokens tokens = shaper.ofLine(line);
        if (!shape.holds(tokens)) {
            return;
        }
        for (Variable variable : variables) {
            int i = variable.position;
            variable.observe(new String(tokens.text, tokens.start[i], tokens.end[i] - tokens.start[i]));
        }
    }

    public List<Parameter> summary() {
        return variables.stream().map(Variable::summary).toList();
    }
}
