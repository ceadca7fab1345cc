package io.tokenward.proxy.admission;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * HMAC-SHA-256 over short fields and a text, without a copy of the text: units go through a small buffer, one byte each as long
 * as they are Latin-1. Different inputs give different bytes. One thread's; holds no text when it is done.
 */
final class TextMac {
    private static final int UNITS = 1024;
    private static final byte NARROW = 0;
    private static final byte WIDE = 1;

    private final Mac mac;
    private final char[] units = new char[UNITS];
    private final byte[] bytes = new byte[1 + 2 * UNITS];

    TextMac(SecretKey key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    /** A field of fewer than 65,536 bytes in UTF-8. */
    TextMac field(String field) {
        byte[] written = field.getBytes(StandardCharsets.UTF_8);
        bytes[0] = (byte) (written.length >>> 8);
        bytes[1] = (byte) written.length;
        mac.update(bytes, 0, 2);
        mac.update(written);
        return this;
    }

    /** The value over the fields so far and this text. */
    byte[] text(String text) {
        int length = text.length();
        for (int from = 0; from < length; from += UNITS) {
            int count = Math.min(UNITS, length - from);
            text.getChars(from, from + count, units, 0);
            mac.update(bytes, 0, isNarrow(count) ? narrow(count) : wide(count));
        }
        Arrays.fill(units, '\0');
        Arrays.fill(bytes, (byte) 0);
        return mac.doFinal();
    }

    private boolean isNarrow(int count) {
        int all = 0;
        for (int i = 0; i < count; i++)
            all |= units[i];
        return all < 256;
    }

    private int narrow(int count) {
        bytes[0] = NARROW;
        for (int i = 0; i < count; i++)
            bytes[1 + i] = (byte) units[i];
        return 1 + count;
    }

    private int wide(int count) {
        bytes[0] = WIDE;
        for (int i = 0; i < count; i++) {
            bytes[1 + 2 * i] = (byte) units[i];
            bytes[2 + 2 * i] = (byte) (units[i] >>> 8);
        }
        return 1 + 2 * count;
    }
}
