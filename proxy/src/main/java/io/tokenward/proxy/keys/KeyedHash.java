package io.tokenward.proxy.keys;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names callers whose credential is not ours, on routes that pass it on to the model endpoint: by a hash under the pepper,
 * so that limits and audit know them again and nobody can get from the name to the credential. Immutable and thread-safe.
 */
public final class KeyedHash {
    /** Keeps these hashes apart from those of our own keys under the same pepper. */
    private static final String DOMAIN = "upstream credential\n";
    private static final String VALUES = "redacted value\n";
    private static final String USERS = "user\n";
    /** 62^43 is the first power above 2^256. */
    private static final int DIGITS_OF_HASH = 43;

    private final Pepper pepper;

    /** Hashes under this pepper: the same names as long as it stays the same. */
    public KeyedHash(Pepper pepper) {
        this.pepper = pepper;
    }

    /** The name of a credential: 12 base62 characters (71 bits). */
    public String of(String credential) {
        byte[] hash = pepper.hash((DOMAIN + credential).getBytes(StandardCharsets.UTF_8));
        return Base62.padded(new BigInteger(1, hash), DIGITS_OF_HASH).substring(0, ApiKey.ID_LENGTH);
    }

    /**
     * The name of a value that was taken out of a request of a key: 12 base62 characters, other ones for every key, so that
     * callers cannot compare their secrets with those of others.
     */
    public String ofValue(String keyId, String value) {
        byte[] hash = pepper.hash((VALUES + keyId + "\n" + value).getBytes(StandardCharsets.UTF_8));
        return Base62.padded(new BigInteger(1, hash), DIGITS_OF_HASH).substring(0, ApiKey.ID_LENGTH);
    }

    /** The name of a user as a payer's programs call it: 12 base62 characters, other ones for every payer. */
    public String ofUser(String payer, String user) {
        byte[] hash = pepper.hash((USERS + payer + "\n" + user).getBytes(StandardCharsets.UTF_8));
        return Base62.padded(new BigInteger(1, hash), DIGITS_OF_HASH).substring(0, ApiKey.ID_LENGTH);
    }

    /**
     * The caller behind a credential, who may use every model: which ones the credential is good for is the endpoint's
     * business.
     *
     * @param credential as the caller sent it, without the word Bearer
     * @throws IllegalArgumentException if it is blank; refuse with KEY_MISSING before asking
     */
    public Caller passthrough(String credential, String tenant, String plan) {
        if (credential.isBlank()) throw new IllegalArgumentException("a blank credential names nobody");
        return new Caller(of(credential), tenant, plan, List.of());
    }
}
