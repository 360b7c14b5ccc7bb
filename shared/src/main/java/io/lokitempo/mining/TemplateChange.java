package io.lokitempo.mining;

/** What learning a line changed. */
public sealed interface TemplateChange {
    /**
     * A template seen for the first time.
     *
     * @param line the line that made it, as it came in
     */
    record Born(Template template, String line) implements TemplateChange {}

    /** A more general template took the place of an older one, whose id stays an alias. */
    record Succeeded(String oldId, Template by) implements TemplateChange {}
}
