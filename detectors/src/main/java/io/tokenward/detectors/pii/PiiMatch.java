package io.tokenward.detectors.pii;

import static java.util.Objects.requireNonNull;

import io.tokenward.detectors.Span;

/**
 * Personal data in a text. Holds where, never what.
 *
 * @param name name of the kind, such as {@code pii-iban}
 * @param span where, in units of the scanned text
 */
public record PiiMatch(String name, Span span) {
    public PiiMatch {
        requireNonNull(name, "name");
        requireNonNull(span, "span");
    }
}
