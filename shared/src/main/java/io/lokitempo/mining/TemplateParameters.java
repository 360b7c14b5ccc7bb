package io.lokitempo.mining;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What stood at the first {@value #MOST} variables of one template, in bounded space, and mergeable. It reads lines again that
 * a miner has matched, so that mining itself pays nothing for it. A value that redaction takes out of its line is kept as
 * {@value #REDACTED}: alone, without the name before it, it could not be told for a secret any more. Not for use by several
 * threads at once.
 */
public final class TemplateParameters {
    static final int MOST = 16;
    static final String REDACTED = "***";

    private final LineShaper shaper;
    private final Shape shape;
    private final String text;
    private final UnaryOperator<String> redaction;
    private long lines;
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
            widen(value);
        }

        private void widen(String value) {
            OptionalDouble number = Quantities.parse(value);
            if (number.isPresent()) {
                widen(new Range(number.getAsDouble(), number.getAsDouble()));
            }
        }

        private void widen(@Nullable Range other) {
            Range before = range;
            range = before == null || other == null
                    ? (before == null ? other : before)
                    : new Range(Math.min(before.least, other.least), Math.max(before.greatest, other.greatest));
        }

        void merge(Variable other) {
            values.merge(other.values);
            widen(other.range);
        }

        Parameter summary() {
            return new Parameter(mask.text(), values.count(), values.top(), range);
        }
    }

    /** @param redaction of lines */
    public TemplateParameters(Template template, MinerBounds bounds, UnaryOperator<String> redaction) {
        this.redaction = redaction;
        text = template.text();
        shaper = new LineShaper(bounds.maxLineLength());
        shape = Shape.of(shaper.ofTemplate(template.text()));
        for (int i = 0; i < shape.size() && variables.size() < MOST; i++) {
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
        lines++;
        String redacted = redaction.apply(line);
        for (Variable variable : variables) {
            int i = variable.position;
            String value = new String(tokens.text, tokens.start[i], tokens.end[i] - tokens.start[i]);
            variable.observe(kept(value, line, redacted));
        }
    }

    private static String kept(String value, String line, String redacted) {
        return redacted.equals(line) || redacted.contains(value) ? value : REDACTED;
    }

    /**
     * Takes in what another has seen, of this template or of one that it succeeded: what was constant there is a value here.
     */
    public void merge(TemplateParameters older) {
        if (older.shape.size() != shape.size()) {
            return;
        }
        lines += older.lines;
        for (Variable variable : variables) {
            Variable same = older.variables.stream()
                    .filter(other -> other.position == variable.position)
                    .findFirst()
                    .orElse(null);
            if (same != null) {
                variable.merge(same);
            } else {
                String shown = older.shape.part(variable.position).shown();
                String constant = kept(shown, older.text, redaction.apply(older.text));
                variable.values.merge(constant, older.lines);
                variable.widen(constant);
            }
        }
    }

    public List<Parameter> summary() {
        return variables.stream().map(Variable::summary).toList();
    }
}
