package io.tokenward.certs.acme;

import java.time.Instant;
import java.util.Optional;

/**
 * When an authority wants a certificate to be ordered anew (RFC 9773 section 4.2). Immutable.
 *
 * @param start some time from then on
 * @param end and before then
 * @param askAgain before which it does not want to be asked for this again; empty where it says nothing of that
 */
public record RenewalWindow(Instant start, Instant end, Optional<Instant> askAgain) {
    public RenewalWindow {
        if (!start.isBefore(end)) throw new IllegalArgumentException("a window from " + start + " to " + end);
    }
}
