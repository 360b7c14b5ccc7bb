package io.lokitempo.mining;

/**
 * How much one miner may hold.
 *
 * @param maxTemplates templates of one service; lines that would need more are counted as other
 * @param maxLineLength characters of a line that are looked at
 */
public record MinerBounds(int maxTemplates, int maxLineLength) {
    public static final MinerBounds DEFAULT = new MinerBounds(2_000, 4_096);

    public MinerBounds {
        if (maxTemplates < 1 || maxLineLength < 16) {
            throw new IllegalArgumentException("maxTemplates at least 1 and maxLineLength at least 16 are accepted");
        }
    }
}
