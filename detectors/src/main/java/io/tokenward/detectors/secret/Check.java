package io.tokenward.detectors.secret;

/**
 * A checksum or structure that a token of a format has and a made-up one has not. It proves: a token that passes is
 * believed whatever else speaks against it. One that fails is judged as if there were no check, since published and
 * older tokens often have none. Stateless, thread-safe, throws nothing.
 */
@FunctionalInterface
interface Check {
    /** For formats without a public check. */
    Check NONE = _ -> false;

    /** Whether {@code token} passes. */
    boolean proves(String token);
}
