package io.lokitempo.mining;

import io.lokitempo.finding.Ids;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Mines the templates of one service's lines, one line at a time. Not for use by several threads at once. */
public final class TemplateMiner {
    static final String ANY = "<*>";
    private static final double SIMILAR = 0.6;

    private final String owner;
    private final MinerBounds bounds;
    private final Map<String, Known> living = new LinkedHashMap<>();
    private final Map<Integer, List<Known>> byLength = new HashMap<>();
    private final List<TemplateChange> changes = new ArrayList<>();

    private static final class Known {
        private final Template template;
        private final String[] words;

        Known(Template template, String[] words) {
            this.template = template;
            this.words = words;
        }

        boolean accepts(String[] line) {
            for (int i = 0; i < words.length; i++) {
                if (!words[i].equals(line[i]) && !words[i].equals(ANY)) {
                    return false;
                }
            }
            return true;
        }

        long constants() {
            return Arrays.stream(words).filter(word -> !word.equals(ANY)).count();
        }

        /** The share of words in which this and a line agree. */
        double similarity(String[] line) {
            int same = 0;
            for (int i = 0; i < words.length; i++) {
                same += words[i].equals(line[i]) ? 1 : 0;
            }
            return (double) same / Math.max(1, words.length);
        }

        String[] joined(String[] line) {
            String[] joined = words.clone();
            for (int i = 0; i < joined.length; i++) {
                joined[i] = joined[i].equals(line[i]) ? joined[i] : ANY;
            }
            return joined;
        }
    }

    /** @param owner whose lines these are; part of every template's id */
    public TemplateMiner(String owner, MinerBounds bounds) {
        this.owner = owner;
        this.bounds = bounds;
    }

    /** A miner that knows these living templates already, as one that learnt them would. */
    public static TemplateMiner knowing(String owner, MinerBounds bounds, Collection<Template> living) {
        TemplateMiner miner = new TemplateMiner(owner, bounds);
        living.forEach(template -> miner.add(new Known(template, split(template.text()))));
        return miner;
    }

    /** The template of a line, made or generalised where need be; null where a bound leaves no room for it. */
    public @Nullable Template learn(String line) {
        String[] words = wordsOf(line);
        Known known = find(words);
        if (known != null) {
            return known.template;
        }
        Known similar = mostSimilar(words);
        if (similar != null) {
            return generalise(similar.joined(words));
        }
        if (living.size() >= bounds.maxTemplates()) {
            return null;
        }
        Known born = made(words);
        changes.add(new TemplateChange.Born(born.template, line));
        return born.template;
    }

    /** The template that a line has by what is known, learning nothing; null for none. */
    public @Nullable Template match(String line) {
        Known known = find(wordsOf(line));
        return known == null ? null : known.template;
    }

    /** What learning changed since this was last asked, in order. */
    public List<TemplateChange> changes() {
        List<TemplateChange> since = List.copyOf(changes);
        changes.clear();
        return since;
    }

    /** The living templates. */
    public Collection<Template> templates() {
        return living.values().stream().map(known -> known.template).toList();
    }

    private Template generalise(String[] words) {
        List<Known> covered = sameLength(words).stream()
                .filter(older -> accepts(words, older.words))
                .toList();
        covered.forEach(this::remove);
        Known successor = made(words);
        covered.forEach(older -> changes.add(new TemplateChange.Succeeded(older.template.id(), successor.template)));
        return successor.template;
    }

    private static boolean accepts(String[] general, String[] special) {
        return new Known(new Template("", ""), general).accepts(special);
    }

    private @Nullable Known find(String[] words) {
        return sameLength(words).stream()
                .filter(known -> known.accepts(words))
                .max(Comparator.comparingLong(Known::constants).thenComparing(known -> known.template.text()))
                .orElse(null);
    }

    private @Nullable Known mostSimilar(String[] words) {
        return sameLength(words).stream()
                .filter(known -> known.similarity(words) >= SIMILAR)
                .max(Comparator.comparingDouble((Known known) -> known.similarity(words))
                        .thenComparing(known -> known.template.text()))
                .orElse(null);
    }

    private List<Known> sameLength(String[] words) {
        return byLength.getOrDefault(words.length, List.of());
    }

    private Known made(String[] words) {
        String text = String.join(" ", words);
        String id = Ids.pattern(owner, text);
        for (int again = 1; living.containsKey(id); again++) {
            id = Ids.pattern(owner, text, Integer.toString(again));
        }
        Known known = new Known(new Template(id, text), words);
        add(known);
        return known;
    }

    private void add(Known known) {
        living.put(known.template.id(), known);
        byLength.computeIfAbsent(known.words.length, _ -> new ArrayList<>()).add(known);
    }

    private void remove(Known known) {
        living.remove(known.template.id());
        sameLength(known.words).remove(known);
    }

    private String[] wordsOf(String line) {
        String[] words =
                split(line.length() > bounds.maxLineLength() ? line.substring(0, bounds.maxLineLength()) : line);
        Arrays.setAll(words, i -> Masks.mask(words[i]));
        return words;
    }

    private static String[] split(String text) {
        StringTokenizer tokens = new StringTokenizer(text);
        String[] words = new String[tokens.countTokens()];
        Arrays.setAll(words, _ -> tokens.nextToken());
        return words;
    }
}
