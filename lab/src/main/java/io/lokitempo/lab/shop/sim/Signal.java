package io.lokitempo.lab.shop.sim;

/** What to make: leaving one out makes the other faster, not different. */
public enum Signal {
    LINES,
    SPANS
}
