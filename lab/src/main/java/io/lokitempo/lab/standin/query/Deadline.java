package io.lokitempo.lab.standin.query;

import java.time.Duration;

/** The time by which one query must end. Used by the one thread that evaluates it. */
public final class Deadline {
    private static final int STEPS_BETWEEN_LOOKS = 1_024;

    private final Duration allowed;
    private final long end;
    private int steps;

    private Deadline(Duration allowed) {
        this.allowed = allowed;
        this.end = System.nanoTime() + allowed.toNanos();
    }

    public static Deadline in(Duration allowed) {
        return new Deadline(allowed);
    }

    /** Call once a step of the evaluation; reads the clock only every thousandth time. */
    public void step() {
        if (++steps % STEPS_BETWEEN_LOOKS == 0 && System.nanoTime() - end > 0) {
            throw QueryRefused.tooHeavy("stand-in: the query was ended after " + allowed.toSeconds() + "s");
        }
    }
}
