package io.lokitempo.upstream;

/** A password or token that does not show itself when printed. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
