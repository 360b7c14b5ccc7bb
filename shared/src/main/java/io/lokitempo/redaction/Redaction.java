package io.lokitempo.redaction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces secrets in text by {@code [redacted:kind]}, and leaves all else as it is: doing it twice changes nothing more.
 * A text is walked once; a rule looks only where one of its anchors is, so that a line without any costs a table lookup a
 * character. The whole is linear in the text's length. Immutable, so that threads share it.
 */
public final class Redaction {
    private static final Redaction STANDARD = new Redaction(StandardRules.all(), new OwnPatterns(List.of()));

    private final List<Rule> rules;
    private final Anchors anchors;
    private final OwnPatterns own;

    private Redaction(List<Rule> rules, OwnPatterns own) {
        this.rules = List.copyOf(rules);
        this.own = own;
        anchors = new Anchors(this.rules);
    }

    /** Passwords, tokens, keys, credentials in URLs and headers, e-mail addresses, card numbers. */
    public static Redaction standard() {
        return STANDARD;
    }

    /** This and one more rule, which comes after the others where both begin at one place. */
    public Redaction with(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new Redaction(more, own);
    }

    /**
     * This, and then patterns of RE2's syntax: {@code kind=PATTERN}, with semicolons between; none where the text is empty.
     *
     * @throws IllegalArgumentException saying which one is wrong and why
     */
    public Redaction withPatterns(String patterns) {
        return patterns.isBlank() ? this : new Redaction(rules, OwnPatterns.parse(patterns));
    }

    /** {@code text} without its secrets; the same object where it has none. */
    public String apply(String text) {
        return own.apply(byRules(text));
    }

    private String byRules(String text) {
        StringBuilder out = null;
        int from = 0;
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            state = anchors.step(state, text.charAt(i));
            Found found = anchors.isEnd(state) ? found(text, from, i + 1, anchors.hits(state)) : null;
            if (found != null) {
                out = out == null ? new StringBuilder(text.length()) : out;
                Region secret = found.secret();
                String before = text.substring(from, secret.start());
                // what stands between an anchor and its secret was not walked yet: a URL's user may be one, too
                out.append(secret.start() > i + 1 ? byRules(before) : before)
                        .append(Characters.MARK)
                        .append(found.kind())
                        .append(']');
                from = secret.end();
                i = Math.max(i, from - 1);
                state = 0;
            }
        }
        return out == null ? text : out.append(text, from, text.length()).toString();
    }

    private record Found(Region secret, String kind) {}

    private static @Nullable Found found(String text, int from, int end, List<Anchors.Hit> hits) {
        for (Anchors.Hit hit : hits) {
            int start = end - hit.length();
            Region secret = start < from ? null : hit.rule().secret(text, from, new Region(start, end));
            if (secret != null) {
                return new Found(secret, hit.rule().kind());
            }
        }
        return null;
    }
}
