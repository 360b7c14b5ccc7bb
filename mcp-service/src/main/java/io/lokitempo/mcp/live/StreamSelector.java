package io.lokitempo.mcp.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A stream selector of a query.
 *
 * @param start where its opening brace is
 * @param end just past its closing brace
 */
record StreamSelector(int start, int end, List<StreamMatcher> matchers) {
    StreamSelector {
        matchers = List.copyOf(matchers);
    }

    /**
     * The selectors of a LogQL query, in order. Braces elsewhere, in strings and templates, are none.
     *
     * @see <a href="https://grafana.com/docs/loki/latest/query/log_queries/#log-stream-selector">Log stream selector</a>
     */
    static List<StreamSelector> of(String query) {
        List<StreamSelector> selectors = new ArrayList<>();
        LogQlScanner scanner = new LogQlScanner(query);
        while (scanner.seek('{')) {
            int start = scanner.position();
            Optional<List<StreamMatcher>> matchers = scanner.matchers();
            matchers.ifPresent(found -> selectors.add(new StreamSelector(start, scanner.position(), found)));
        }
        return selectors;
    }

    static String text(List<StreamMatcher> matchers) {
        return matchers.stream().map(StreamMatcher::toString).collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public String toString() {
        return text(matchers);
    }
}
