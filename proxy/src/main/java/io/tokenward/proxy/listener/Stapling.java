package io.tokenward.proxy.listener;

import io.tokenward.certs.ocsp.FetchedStatus;
import java.nio.file.Path;

/** Where the status that is sent along with a certificate comes from. */
public sealed interface Stapling {
    /** Nothing is sent along. */
    record None() implements Stapling {}

    /** A file that somebody else renews. */
    record InFile(Path file) implements Stapling {}

    /** The responder that the certificate names. */
    record Fetched(FetchedStatus status) implements Stapling {}
}
