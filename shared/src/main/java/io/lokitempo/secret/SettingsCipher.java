package io.lokitempo.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts values of settings under one key: AES-256 in Galois/Counter Mode (NIST SP 800-38D) with a fresh random nonce
 * of 96 bits each, bound to the setting's name, so that a value cannot be moved to another setting unseen. Text form:
 * {@code enc:v1:} and the base64 of nonce, ciphertext and tag of 128 bits. Immutable, so that threads share it.
 */
public final class SettingsCipher {
    private static final String PREFIX = "enc:v1:";
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    private SettingsCipher(SecretKey key) {
        this.key = key;
    }

    /**
     * @param base64 of 32 random bytes
     * @throws IllegalArgumentException where it is not; the key is not shown
     */
    public static SettingsCipher of(String base64) {
        String accepted = "the base64 of 32 random bytes is accepted, as openssl rand -base64 32 prints it";
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(accepted);
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(accepted);
        }
        return new SettingsCipher(new SecretKeySpec(bytes, "AES"));
    }

    /** Whether a text has the form that {@link #encrypt} gives. */
    public static boolean isEncrypted(String text) {
        return text.startsWith(PREFIX);
    }

    /** @param setting the name it is a value of */
    public String encrypt(String setting, String value) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, setting).doFinal(value.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return PREFIX + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /**
     * @param setting the name it is a value of
     * @throws IllegalArgumentException where the text was not made by {@link #encrypt} for this setting under this key
     */
    public String decrypt(String setting, String text) {
        String foreign = setting + " was encrypted under another SETTINGS_KEY, or altered";
        try {
            ByteBuffer all = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(PREFIX.length())));
            if (!isEncrypted(text) || all.remaining() <= NONCE_BYTES) {
                throw new IllegalArgumentException(foreign);
            }
            byte[] nonce = new byte[NONCE_BYTES];
            all.get(nonce);
            byte[] sealed = new byte[all.remaining()];
            all.get(sealed);
            return new String(cipher(Cipher.DECRYPT_MODE, nonce, setting).doFinal(sealed), StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException | IndexOutOfBoundsException _) {
            throw new IllegalArgumentException(foreign);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String setting) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(setting.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
