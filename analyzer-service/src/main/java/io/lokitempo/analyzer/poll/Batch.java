package io.lokitempo.analyzer.poll;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.finding.Watermark;
import io.lokitempo.topic.DeadLetter;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes out in one transaction: results, and the watermarks that say so.
 *
 * @param unreadable records met when reading back that are no such value
 */
record Batch(
        List<PatternCounts> counts,
        List<LogPattern> patterns,
        List<SpanWindow> spans,
        List<Watermark> watermarks,
        List<DeadLetter> unreadable) {
    static Batch empty() {
        return new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return counts.size() + patterns.size() + spans.size() + watermarks.size() + unreadable.size();
    }
}
