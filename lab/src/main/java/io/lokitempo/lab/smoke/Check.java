package io.lokitempo.lab.smoke;

/**
 * One thing that was tried.
 *
 * @param name of the tool, or what else was tried
 * @param reason one line: what the answer held, or why it will not do
 */
record Check(String transport, String name, Verdict verdict, long millis, String reason) {
    /** How it went. */
    enum Verdict {
        PASSED("pass"),
        /** All is well as far as can be seen, but there was no data to see it on. */
        NO_DATA("no data"),
        FAILED("FAIL");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
