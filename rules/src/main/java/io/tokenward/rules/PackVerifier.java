package io.tokenward.rules;

/** Knows the keys whose signatures under packs are accepted. Implementations are thread-safe. */
public interface PackVerifier {
    /** Whether the key of that id is accepted. */
    boolean knows(String keyId);

    /** Whether that key made the signature over those bytes; false for a key that is not known. */
    boolean verifies(String keyId, byte[] signed, byte[] signature);
}
