package io.lokitempo.mining;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mines the templates of one service's lines, one line at a time. Not for use by several threads at once. */
@SuppressWarnings("DoNotCallSuggester")
public final class TemplateMiner {
    /** @param owner whose lines these are; part of every template's id */
    public TemplateMiner(String owner, MinerBounds bounds) {
        throw new UnsupportedOperationException(owner + bounds);
    }

    /** A miner that knows these living templates already, as one that learnt them would. */
    public static TemplateMiner knowing(String owner, MinerBounds bounds, Collection<Template> living) {
        throw new UnsupportedOperationException(owner + bounds + living);
    }

    /** The template of a line, made or generalised where need be; null where a bound leaves no room for it. */
    public @Nullable Template learn(String line) {
        throw new UnsupportedOperationException(line);
    }

    /** The template that a line has by what is known, learning nothing; null for none. */
    public @Nullable Template match(String line) {
        throw new UnsupportedOperationException(line);
    }

    /** What learning changed since this was last asked, in order. */
    public List<TemplateChange> changes() {
        throw new UnsupportedOperationException();
    }

    /** The living templates. */
    public Collection<Template> templates() {
        throw new UnsupportedOperationException();
    }
}
