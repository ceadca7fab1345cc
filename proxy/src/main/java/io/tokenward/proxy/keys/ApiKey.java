package io.tokenward.proxy.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * An API key: {@code tw_}, 12 characters of id, {@code _}, 32 random characters (190 bits), 6 characters of checksum, all
 * in base62. The checksum (CRC-32 of everything before it, as ISO 3309 and zlib count it) tells a mistyped key from an
 * unknown one without a look into the store, and lets secret scanners be sure. Immutable. There is no {@code equals} of
 * its own: compare with {@link #matches}, which takes the same time whatever differs.
 */
public final class ApiKey {
    static final int ID_LENGTH = 12;
    private static final String PREFIX = "tw_";
    private static final int ID_START = PREFIX.length();
    private static final int ID_END = ID_START + ID_LENGTH;
    private static final int RANDOM_LENGTH = 32;
    private static final int CHECKSUM_START = ID_END + 1 + RANDOM_LENGTH;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int LENGTH = CHECKSUM_START + CHECKSUM_LENGTH;

    private final String secret;

    private ApiKey(String secret) {
        this.secret = secret;
    }

    /** A new key. */
    public static ApiKey generate(SecureRandom random) {
        String start = PREFIX + Base62.random(random, ID_LENGTH) + "_" + Base62.random(random, RANDOM_LENGTH);
        return new ApiKey(start + checksum(start));
    }

    /** The key that the text is, or nothing if its shape or checksum is wrong. Says nothing about whether it is known. */
    public static Optional<ApiKey> parse(String text) {
        boolean shape = text.length() == LENGTH && text.startsWith(PREFIX) && text.charAt(ID_END) == '_'
                && Base62.consistsOf(text, ID_START, ID_END) && Base62.consistsOf(text, ID_END + 1, LENGTH);
        if (!shape) return Optional.empty();
        boolean intact = checksum(text.substring(0, CHECKSUM_START)).equals(text.substring(CHECKSUM_START));
        return intact ? Optional.of(new ApiKey(text)) : Optional.empty();
    }

    /** Whether a text is an id as keys have them: the only part that may be logged. */
    static boolean isId(String text) {
        return text.length() == ID_LENGTH && Base62.consistsOf(text, 0, ID_LENGTH);
    }

    /** The public part: finds the record, stands in logs, audit and console. */
    public String id() {
        return secret.substring(ID_START, ID_END);
    }

    /** The whole key, to show it to its owner once or to hash it. Nothing else may call this. */
    public String reveal() {
        return secret;
    }

    /** Whether both are the same key, in constant time. */
    public boolean matches(ApiKey other) {
        return MessageDigest.isEqual(bytes(), other.bytes());
    }

    byte[] bytes() {
        return secret.getBytes(StandardCharsets.US_ASCII);
    }

    private static String checksum(String start) {
        CRC32 crc = new CRC32();
        crc.update(start.getBytes(StandardCharsets.US_ASCII));
        return Base62.padded(crc.getValue(), CHECKSUM_LENGTH);
    }

    /** Not even the id: a printed id beside a type name invites printing more. */
    @Override
    public String toString() {
        return "ApiKey[hidden]";
    }
}
