package io.tokenward.detectors.secret;

import static java.util.Objects.requireNonNull;

import io.tokenward.detectors.Span;

/**
 * A credential in a text. Holds where, never what.
 *
 * @param name name of the format, such as {@code secret-github-pat}
 * @param span where, in units of the scanned text
 * @param proven whether a checksum or a structure proves it, beyond its looks
 */
public record SecretMatch(String name, Span span, boolean proven) {
    public SecretMatch {
        requireNonNull(name, "name");
        requireNonNull(span, "span");
    }
}
