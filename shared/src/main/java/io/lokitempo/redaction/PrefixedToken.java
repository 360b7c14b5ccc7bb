package io.lokitempo.redaction;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tokens whose makers begin them with a mark of their own, so that they can be found. */
record PrefixedToken(String kind, String prefix, int least) implements Rule {
    @Override
    public List<String> anchors() {
        return List.of(prefix.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable Region secret(String text, int from, Region anchor) {
        if (Characters.isTokenPartAt(text, anchor.start() - 1) || !text.startsWith(prefix, anchor.start())) {
            return null;
        }
        int end = Characters.tokenEnd(text, anchor.end());
        return end - anchor.end() >= least ? new Region(anchor.start(), end) : null;
    }
}
