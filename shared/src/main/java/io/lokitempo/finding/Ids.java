package io.lokitempo.finding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identifiers that follow from what they name, so that a restart, a re-balance or a replay gives the same ones: a prefix
 * and {@value #LENGTH} characters of Crockford's base 32 (40 bits; among 20,000 of one kind two meet with a chance of
 * 2 in 10,000).
 */
public final class Ids {
    public static final int LENGTH = 8;
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private Ids() {}

    public static String pattern(String... parts) {
        return "pat-" + shortHash(parts);
    }

    public static String anomaly(String... parts) {
        return "ano-" + shortHash(parts);
    }

    public static String incident(String... parts) {
        return "inc-" + shortHash(parts);
    }

    public static String change(String... parts) {
        return "chg-" + shortHash(parts);
    }

    /** SHA-256 of the parts, each ended by a zero byte so that ("ab", "c") and ("a", "bc") differ; 64 hex digits. */
    public static String hash(String... parts) {
        return HexFormat.of().formatHex(digest(parts));
    }

    private static String shortHash(String... parts) {
        byte[] digest = digest(parts);
        long bits = 0;
        for (int i = 0; i < 5; i++) {
            bits = bits << 8 | (digest[i] & 0xff);
        }
        char[] id = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            id[i] = ALPHABET[(int) (bits & 31)];
            bits >>>= 5;
        }
        return new String(id);
    }

    private static byte[] digest(String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                sha.update(part.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
