package io.lokitempo.analyzer.detect;

/**
 * How high a series has been without harm: its highest window of late, bursts counted in that were over within
 * {@value #BRIEF} windows, as those of jobs are. What it was before, it may be again.
 *
 * @param highest fades to half in a week
 * @param burst highest window of the deviation that lasts
 */
public record Crest(double highest, double burst) {
    public static final Crest NONE = new Crest(0, 0);

    private static final int BRIEF = 3;
    private static final double KEPT = Math.pow(0.5, 1.0 / (7 * 24 * 60));

    /** @param deviating windows before this one that deviated on end */
    Crest after(double count, boolean deviates, int deviating) {
        if (deviates) {
            return new Crest(highest * KEPT, Math.max(burst, count));
        }
        double passed = deviating <= BRIEF ? burst : 0;
        return new Crest(Math.max(highest * KEPT, Math.max(passed, count)), 0);
    }
}
