package io.tokenward.detectors.pii;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Bitcoin addresses: base58 with a double hash, or bech32. */
final class Wallets {
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int BECH32M = 0x2bc830a3;

    private Wallets() {}

    /** The length of the address at {@code at}, 0 if there is none. */
    static int length(String text, int at) {
        int end = at;
        while (end < text.length() && end - at < 92 && Reading.isAlphanumeric(text.charAt(end)))
            end++;
        int length = end - at;
        boolean right = text.startsWith("bc1", at)
                ? length >= 14 && length <= 90 && bech32(text, at, end)
                : length >= 26 && length <= 35 && base58(text, at, end);
        return right ? length : 0;
    }

    private static boolean base58(String text, int start, int end) {
        BigInteger value = BigInteger.ZERO;
        for (int i = start; i < end; i++) {
            int digit = BASE58.indexOf(text.charAt(i));
            if (digit < 0) return false;
            value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
        }
        byte[] number = value.toByteArray();
        int lead = number[0] == 0 ? 1 : 0;
        if (number.length - lead > 25) return false;
        var bytes = new byte[25];
        System.arraycopy(number, lead, bytes, 25 - number.length + lead, number.length - lead);
        byte[] hash = sha256(sha256(Arrays.copyOf(bytes, 21)));
        return Arrays.equals(hash, 0, 4, bytes, 21, 25);
    }

    private static boolean bech32(String text, int start, int end) {
        int sum = 1;
        for (int value : new int[]{3, 3, 0, 2, 3})
            sum = step(sum, value);
        for (int i = start + 3; i < end; i++) {
            int value = BECH32.indexOf(text.charAt(i));
            if (value < 0) return false;
            sum = step(sum, value);
        }
        return sum == 1 || sum == BECH32M;
    }

    private static int step(int sum, int value) {
        int top = sum >>> 25;
        int next = (sum & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < 5; i++)
            if ((top >>> i & 1) != 0) next ^= GENERATOR[i];
        return next;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
