package io.lokitempo.lab.shop.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A text with slots: {@code "order {order} placed in {ms} ms"}. Braces around anything but a slot's name are refused. */
public record Template(List<Part> parts) {
    sealed interface Part {
        record Words(String text) implements Part {}

        record Variable(Slot slot) implements Part {}
    }

    public Template {
        parts = List.copyOf(parts);
    }

    public static Template of(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
            int close = text.indexOf('}', open);
            if (open > at) {
                parts.add(new Part.Words(text.substring(at, open)));
            }
            parts.add(new Part.Variable(Slot.named(text.substring(open + 1, close))));
            at = close + 1;
        }
        if (at < text.length()) {
            parts.add(new Part.Words(text.substring(at)));
        }
        return new Template(parts);
    }

    public void write(StringBuilder out, Facts facts) {
        for (Part part : parts) {
            switch (part) {
                case Part.Words(String text) -> out.append(text);
                case Part.Variable(Slot slot) -> slot.write(out, facts);
            }
        }
    }

    public String filledIn(Facts facts) {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Words(String text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(96);
        write(out, facts);
        return out.toString();
    }

    /** The text with {@code <*>} in place of every slot: what a template miner should find. */
    public String wildcard() {
        return parts.stream()
                .map(part -> part instanceof Part.Words(String text) ? text : "<*>")
                .collect(Collectors.joining());
    }

    boolean isNumber() {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Variable(Slot slot) && slot.isNumeric();
    }
}
