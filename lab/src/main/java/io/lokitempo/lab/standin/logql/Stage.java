package io.lokitempo.lab.standin.logql;

import com.google.re2j.Pattern;
import java.util.List;

/** One step of a pipeline. */
public sealed interface Stage {
    /**
     * Keeps a line that contains one of the texts, or matches one of the expressions.
     *
     * @param negative keeps those that do not
     */
    record LineFilter(boolean negative, List<LineTest> anyOf) implements Stage {
        public LineFilter {
            anyOf = List.copyOf(anyOf);
        }
    }

    /** What a line filter looks for. */
    sealed interface LineTest {
        record Contains(String text) implements LineTest {}

        record Matches(Pattern pattern) implements LineTest {}
    }

    record LabelFilter(LabelCondition condition) implements Stage {}

    /** @param only labels to make, each from a path; empty makes one of every field */
    record Json(List<Extraction> only) implements Stage {
        public Json {
            only = List.copyOf(only);
        }
    }

    record Logfmt(boolean strict, boolean keepEmpty, List<Extraction> only) implements Stage {
        public Logfmt {
            only = List.copyOf(only);
        }
    }

    /** Named groups become labels. */
    record Regexp(Pattern pattern, List<String> names) implements Stage {
        public Regexp {
            names = List.copyOf(names);
        }
    }

    /** Loki's {@code pattern} parser. */
    record Captures(LinePattern pattern) implements Stage {}

    record LineFormat(Template template) implements Stage {}

    /** Labels set in order. */
    record LabelFormat(List<Assignment> assignments) implements Stage {
        public LabelFormat {
            assignments = List.copyOf(assignments);
        }
    }

    record Drop(List<LabelChoice> labels) implements Stage {
        public Drop {
            labels = List.copyOf(labels);
        }
    }

    record Keep(List<LabelChoice> labels) implements Stage {
        public Keep {
            labels = List.copyOf(labels);
        }
    }

    /** Removes terminal colours. */
    record Decolorize() implements Stage {}

    /** @param path keys from the outside in, or one logfmt key */
    record Extraction(String label, List<String> path) {
        public Extraction {
            path = List.copyOf(path);
        }
    }

    /** A label and what it becomes. */
    sealed interface Assignment {
        record Rename(String label, String from) implements Assignment {}

        record Render(String label, Template template) implements Assignment {}
    }

    /** A label, of whatever value or of those that match. */
    sealed interface LabelChoice {
        String label();

        record Any(String label) implements LabelChoice {}

        record Matching(String label, TextMatch match) implements LabelChoice {}
    }
}
