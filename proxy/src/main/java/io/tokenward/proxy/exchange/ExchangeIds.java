package io.tokenward.proxy.exchange;

import java.util.concurrent.ThreadLocalRandom;

/** References of exchanges: {@code tw_} and a ULID (48 bits of time, 80 random bits, Crockford base32). Thread-safe. */
final class ExchangeIds {
    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private ExchangeIds() {}

    static String next(long epochMillis) {
        char[] id = new char[29];
        id[0] = 't';
        id[1] = 'w';
        id[2] = '_';
        for (int i = 0; i < 10; i++)
            id[3 + i] = ALPHABET[(int) (epochMillis >>> (45 - 5 * i)) & 31];
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong();
        long low = random.nextLong();
        for (int i = 0; i < 8; i++) {
            id[13 + i] = ALPHABET[(int) (high >>> (5 * i)) & 31];
            id[21 + i] = ALPHABET[(int) (low >>> (5 * i)) & 31];
        }
        return new String(id);
    }
}
