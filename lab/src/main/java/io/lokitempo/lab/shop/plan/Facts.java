package io.lokitempo.lab.shop.plan;

/** What a {@link Template} is filled in with. */
public interface Facts {
    /** The same for all of one request: order, user and address come of it. */
    long requestKey();

    /** New bits with every call. */
    long freshBits();

    /** Writes a value that only the place of writing knows, such as the status or the milliseconds gone by. */
    void writeSituation(Slot slot, StringBuilder out);
}
