package io.lokitempo.finding;

/** How complete a window's numbers are. */
public enum Sampling {
    /** Everything the server holds was read. */
    EXACT,
    /** Totals are exact, from a metric query; the parts come from a sample scaled to it. */
    TOTALS_EXACT,
    /** Everything comes from a sample. */
    SAMPLED
}
