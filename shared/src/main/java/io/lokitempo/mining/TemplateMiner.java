package io.lokitempo.mining;

import io.lokitempo.finding.Ids;
import io.lokitempo.mining.KnownTemplates.Known;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mines the templates of one service's lines, one line at a time. Not for use by several threads at once. */
public final class TemplateMiner {
    private final String owner;
    private final MinerBounds bounds;
    private final LineShaper shaper;
    private final KnownTemplates living = new KnownTemplates();
    private final Siblings siblings = new Siblings();
    private final List<TemplateChange> changes = new ArrayList<>();
    private final TextBuffer spelling = new TextBuffer();

    /** @param owner whose lines these are; part of every template's id */
    public TemplateMiner(String owner, MinerBounds bounds) {
        this.owner = owner;
        this.bounds = bounds;
        this.shaper = new LineShaper(bounds.maxLineLength());
    }

    /** A miner that knows these living templates already, as one that learnt them would. */
    public static TemplateMiner knowing(String owner, MinerBounds bounds, Collection<Template> living) {
        TemplateMiner miner = new TemplateMiner(owner, bounds);
        for (Template template : living) {
            miner.add(new Known(template, Shape.of(miner.shaper.ofTemplate(template.text()))));
        }
        return miner;
    }

    /** The template of a line, made or generalised where need be; null where a bound leaves no room for it. */
    public @Nullable Template learn(String line) {
        Tokens tokens = shaper.ofLine(line);
        Known known = living.like(tokens);
        if (known == null) {
            return learnNew(line, tokens);
        }
        return known.shape().holds(tokens) ? known.template() : widened(known, Shape.of(tokens));
    }

    /** The template that a line has by what is known, learning nothing; null for none. */
    public @Nullable Template match(String line) {
        Tokens tokens = shaper.ofLine(line);
        Known known = living.like(tokens);
        if (known != null) {
            return known.shape().holds(tokens) ? known.template() : null;
        }
        Known same = spelt(tokens);
        return same == null ? null : same.template();
    }

    /** What learning changed since this was last asked, in order. */
    public List<TemplateChange> changes() {
        List<TemplateChange> since = List.copyOf(changes);
        changes.clear();
        return since;
    }

    /** The living templates. */
    public Collection<Template> templates() {
        return living.all().stream().map(Known::template).toList();
    }

    private @Nullable Template learnNew(String line, Tokens tokens) {
        Known same = spelt(tokens);
        if (same != null) {
            return same.template();
        }
        Siblings.Family family = siblings.completedBy(tokens);
        if (family != null) {
            return merged(family, Shape.of(tokens));
        }
        if (living.size() >= bounds.maxTemplates()) {
            return null;
        }
        Known born = add(named(Shape.of(tokens)));
        changes.add(new TemplateChange.Born(born.template(), line));
        return born.template();
    }

    // A line of another shape may read like a template: where it spells a <mask> out, or is no text at all.
    private @Nullable Known spelt(Tokens tokens) {
        return living.withText(tokens.render(spelling));
    }

    private Template widened(Known known, Shape line) {
        return replaced(List.of(known), known.shape().join(line, -1));
    }

    private Template merged(Siblings.Family family, Shape line) {
        Shape shape = line;
        for (Known member : family.members()) {
            shape = shape.join(member.shape(), family.position());
        }
        List<Known> replaced = family.members();
        for (List<Known> meeting = living.meeting(shape);
                meeting.size() > replaced.size();
                meeting = living.meeting(shape)) {
            for (Known other : meeting) {
                shape = shape.join(other.shape(), -1);
            }
            replaced = meeting;
        }
        return replaced(replaced, shape);
    }

    private Template replaced(List<Known> older, Shape by) {
        older.forEach(this::remove);
        Known same = living.withText(by.render());
        Known successor = same == null ? add(named(by)) : same;
        for (Known known : older) {
            if (!known.template().id().equals(successor.template().id())) {
                changes.add(new TemplateChange.Succeeded(known.template().id(), successor.template()));
            }
        }
        return successor.template();
    }

    private Known named(Shape shape) {
        String text = shape.render();
        String id = Ids.pattern(owner, text);
        for (int again = 1; living.hasId(id); again++) {
            id = Ids.pattern(owner, text, Integer.toString(again));
        }
        return new Known(new Template(id, text), shape);
    }

    private Known add(Known known) {
        living.add(known);
        siblings.add(known);
        return known;
    }

    private void remove(Known known) {
        living.remove(known);
        siblings.remove(known);
    }
}
