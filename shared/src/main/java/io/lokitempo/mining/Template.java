package io.lokitempo.mining;

/**
 * What lines of one kind have in common.
 *
 * @param id {@code pat-} and 8 characters; follows from owner and text
 * @param text the constant words, with typed variables such as {@code <num>}, {@code <ip>} or {@code <*>} between them
 */
public record Template(String id, String text) {
    /** The text with every variable as {@code <*>}, the form in which miners are compared. */
    public String plain() {
        return Mask.plain(text);
    }
}
