package io.tokenward.proxy.keys;

import java.math.BigInteger;
import java.security.SecureRandom;

/** Numbers and random strings in the alphabet 0-9A-Za-z, which survives a double click, a URL and a shell. */
final class Base62 {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());

    private Base62() {}

    static String random(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++)
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return text.toString();
    }

    /** The number, most significant digit first, left-padded with 0; it must fit. */
    static String padded(BigInteger number, int length) {
        char[] digits = new char[length];
        BigInteger rest = number;
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            digits[i] = ALPHABET.charAt(parts[1].intValueExact());
            rest = parts[0];
        }
        if (rest.signum() != 0) throw new IllegalArgumentException("the number needs more than " + length + " digits");
        return new String(digits);
    }

    /** The same for a number that is not negative. */
    static String padded(long number, int length) {
        char[] digits = new char[length];
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        if (rest != 0) throw new IllegalArgumentException("the number needs more than " + length + " digits");
        return new String(digits);
    }

    static boolean consistsOf(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')) return false;
        }
        return true;
    }
}
