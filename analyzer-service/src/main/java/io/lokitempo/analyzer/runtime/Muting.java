package io.lokitempo.analyzer.runtime;

import io.lokitempo.finding.MuteRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules in force of what is muted, which change without a restart. */
public final class Muting {
    private static final Logger LOG = LoggerFactory.getLogger(Muting.class);

    private volatile MuteRules rules;

    public Muting(MuteRules rules) {
        this.rules = rules;
    }

    /** The rules at this moment. */
    public MuteRules rules() {
        return rules;
    }

    void change(String text) {
        try {
            MuteRules changed = MuteRules.parse(text);
            if (!changed.equals(rules)) {
                LOG.info("muted from now on: {}", changed.rules().isEmpty() ? "nothing" : changed);
                rules = changed;
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("MUTE_ANOMALIES stays as it was: {}", e.getMessage());
        }
    }
}
