package io.lokitempo.mcp.live;

import io.lokitempo.loki.LogQl;
import io.lokitempo.telemetry.LogLevel;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A LogQL query as it will run.
 *
 * @param notes what was made of the words that were sent, to be said
 */
public record LogQuery(String logql, List<String> notes) {
    private static final Pattern STAGE = Pattern.compile("^\\s*(\\|[=~>]?|!=|!~|!>).*", Pattern.DOTALL);
    private static final Pattern BEGUN_SELECTOR = Pattern.compile("\\{\\s*[A-Za-z_][\\w.:]*\\s*(=|!=|=~|!~)");
    private static final Pattern WITHOUT_STREAMS = Pattern.compile("^\\s*(vector\\s*\\(|[-\\d.]+\\s*[-+*/%^]).*");

    public LogQuery {
        notes = List.copyOf(notes);
    }

    /**
     * Reads what was sent: LogQL as it is, stages without a selector over everything, nothing or {@code {}} as
     * everything, and any other text as one to be found literally.
     *
     * @param everything the selector that every stream fits
     */
    public static LogQuery of(String sent, StreamMatcher everything) {
        String all = StreamSelector.text(List.of(everything));
        if (sent.isBlank()) {
            return new LogQuery(all, List.of());
        }
        List<StreamSelector> selectors = StreamSelector.of(sent);
        if (!selectors.isEmpty()) {
            return new LogQuery(filled(sent, selectors, all), List.of());
        }
        if (STAGE.matcher(sent).matches()) {
            return new LogQuery(all + " " + sent.strip(), List.of());
        }
        if (BEGUN_SELECTOR.matcher(sent).find() || WITHOUT_STREAMS.matcher(sent).matches()) {
            return new LogQuery(sent, List.of()); // Loki says better than this class what is wrong with it
        }
        return new LogQuery(all + " " + literal(sent.strip()), List.of("text searched literally, as it is no LogQL"));
    }

    /** Both Unicode forms, since a Hangul syllable may have been logged composed or as its letters. */
    static String literal(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        return composed.equals(decomposed)
                ? "|= " + LogQl.quoted(text)
                : "|= " + LogQl.quoted(composed) + " or " + LogQl.quoted(decomposed);
    }

    private static String filled(String query, List<StreamSelector> selectors, String everything) {
        StringBuilder filled = new StringBuilder(query);
        for (StreamSelector selector : selectors.reversed()) {
            if (selector.matchers().isEmpty()) {
                filled.replace(selector.start(), selector.end(), everything);
            }
        }
        return filled.toString();
    }

    /** Selectors of the query, duplicates included. */
    List<StreamSelector> selectors() {
        return StreamSelector.of(logql);
    }

    /** Whether nothing follows the one selector, so that Loki stops at the limit and reads no more. */
    boolean isPlain() {
        List<StreamSelector> selectors = selectors();
        return selectors.size() == 1
                && selectors.getFirst().start() == 0
                && selectors.getFirst().end() == logql.strip().length();
    }

    /** A matcher of the query that no stream can fit together with {@code matcher}. */
    public Optional<StreamMatcher> contradiction(StreamMatcher matcher) {
        return selectors().stream()
                .flatMap(selector -> selector.matchers().stream())
                .filter(matcher::contradicts)
                .findFirst();
    }

    /** This query with one condition more in each selector. */
    public LogQuery and(StreamMatcher matcher) {
        return rewritten(selector -> {
            List<StreamMatcher> matchers = new ArrayList<>(selector.matchers());
            if (!matchers.contains(matcher)) {
                matchers.add(matcher);
            }
            matchers.removeIf(old -> matcher.operator().equals("=")
                    && old.label().equals(matcher.label())
                    && old.operator().equals("=~")
                    && old.value().equals(".+"));
            return StreamSelector.text(matchers);
        });
    }

    /** This query with a stage more behind each selector. */
    public LogQuery then(String stage) {
        return rewritten(selector -> selector + " " + stage);
    }

    /** Only lines of a level, be it structured metadata that Loki found or a label that the sender set. */
    public LogQuery at(LogLevel level) {
        String spellings = "(?i)" + spellings(level);
        return then("| detected_level=~%1$s or level=~%1$s or severity=~%1$s".formatted(LogQl.quoted(spellings)));
    }

    private static String spellings(LogLevel level) {
        return switch (level) {
            case FATAL -> "fatal|critical|crit|emerg|alert|panic";
            case ERROR -> "error|err|severe";
            case WARN -> "warn|warning";
            case INFO -> "info|information|notice";
            case DEBUG -> "debug|dbg";
            case TRACE -> "trace";
            case UNKNOWN -> "unknown";
        };
    }

    private LogQuery rewritten(java.util.function.Function<StreamSelector, String> change) {
        StringBuilder changed = new StringBuilder(logql);
        for (StreamSelector selector : selectors().reversed()) {
            changed.replace(selector.start(), selector.end(), change.apply(selector));
        }
        return new LogQuery(changed.toString(), notes);
    }
}
